"""Weights drawn by NumPy's legacy generator, as numpy.random.seed and numpy.random.random draw them.

Each line: seed, inputs, outputs, low, high, numbers: [inputs x outputs] row by row; of the long matrix, which needs more
numbers than the generator makes at a time, every 50th row.
"""

import numpy as np

for seed in (0, 1, 42, 4294967295):
    for shape in ((3, 1), (4, 3), (700, 2)):
        for low, high in ((-1, 1), (0.1, 0.35)):
            np.random.seed(seed)
            if (low, high) == (-1, 1):
                weights = 2 * np.random.random(shape) - 1
            else:
                weights = (high - low) * np.random.random(shape) + low
            shown = weights if shape[0] < 100 else weights[49::50]
            numbers = [low, high] + list(shown.ravel())
            print(",".join([str(seed), str(shape[0]), str(shape[1])] + [repr(float(value)) for value in numbers]))
