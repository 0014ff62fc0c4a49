"""Mean and population standard deviation of columns, by NumPy in double.

Lines: inputs [rows x columns], means, scales. The columns: around 0; small; a number of seconds near two thousand million;
years; nearly constant but large. All are held exactly by a float.
"""

import numpy as np

random = np.random.RandomState(3)
rows = 50
columns = [
    np.round(random.standard_normal(rows) * 64) / 64,
    np.round(random.standard_normal(rows) * 64) / 64 / 2**20,
    2e9 + 128.0 * random.randint(-2000, 2000, rows),
    random.randint(1950, 2025, rows).astype(float),
    1e6 + random.randint(0, 2, rows) / 16,
]
inputs = np.stack(columns, axis=1)
for name, numbers in (("inputs", inputs), ("means", inputs.mean(axis=0)), ("scales", inputs.std(axis=0))):
    print(",".join([name] + [repr(float(value)) for value in numbers.ravel()]))
