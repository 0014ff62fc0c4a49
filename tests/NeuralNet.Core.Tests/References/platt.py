"""Platt scaling by scikit-learn, and by Newton's method in 80-bit numbers.

Lines of a case: case/quantity, numbers. scikit-learn's _sigmoid_calibration returns Platt's own A and B, which are written
with their signs reversed: slope and intercept of a larger logit, a more probable class 1. It stops early, at a gradient of
1e-5; "exact" goes on from there until nothing changes.
"""

import numpy as np
from sklearn.calibration import _sigmoid_calibration


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def exact(logits, labels, slope, intercept):
    logits = logits.astype(np.longdouble)
    ones = np.longdouble(labels.sum())
    targets = np.where(labels == 1, (ones + 1) / (ones + 2), 1 / (len(labels) - ones + 2))
    solution = np.array([slope, intercept], np.longdouble)
    for _ in range(50):
        probabilities = 1 / (1 + np.exp(-(solution[0] * logits + solution[1])))
        errors = probabilities - targets
        weights = probabilities * (1 - probabilities)
        mean = (weights * logits).sum() / weights.sum()
        distances = logits - mean
        tilt = -(errors * distances).sum() / (weights * distances**2).sum()
        solution += np.array([tilt, -errors.sum() / weights.sum() - mean * tilt])
    return solution


def case(name, logits, labels):
    labels = labels.astype(int)
    a, b = _sigmoid_calibration(logits, labels)
    write(name, "logits", logits)
    write(name, "labels", labels)
    write(name, "scikit-learn", [-a, -b])
    write(name, "exact", exact(logits, labels, -a, -b))


def drawn(random, rows, slope, intercept, spread, center=0.0):
    logits = np.round((random.standard_normal(rows) * spread + center) * 64) / 64
    return logits, random.uniform(size=rows) < 1 / (1 + np.exp(-(slope * logits + intercept)))


random = np.random.RandomState(31)
case("too-sure", *drawn(random, 200, 0.25, 0.5, 6.0))
case("too-timid", *drawn(random, 150, 8.0, -1.0, 0.5))
case("off-center", *drawn(random, 200, 1.0, -20.0, 1.0, center=20.0))
case("rare-class", *drawn(random, 400, 1.5, -3.5, 1.0))
case("falling", *drawn(random, 120, -0.5, 0.25, 2.0))
case("two-rows", np.array([-1.0, 3.0]), np.array([0, 1]))
case("two-values", np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]), np.array([0, 1, 1, 0, 0, 1, 1]))
case("separable", np.arange(40) / 4 - 4.0, np.arange(40) >= 13)
