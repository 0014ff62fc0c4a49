"""Losses and their derivatives from scikit-learn's own loss objects, kinks included.

Each line: loss, number of logits k, logits (k), targets (k), loss, derivatives (k). Labels are 0 and 1. Logits, targets and
parameters are multiples of a power of two with few digits, so that a float holds them exactly too.
"""

import random

import numpy as np
from sklearn._loss.loss import HalfBinomialLoss, HalfMultinomialLoss, HalfPoissonLoss, PinballLoss
from sklearn.linear_model import _sgd_fast as sgd


def write(name, z, y, loss, derivatives):
    numbers = list(z) + list(y) + [loss] + list(derivatives)
    print(",".join([name, str(len(z))] + [repr(float(value)) for value in numbers]))


def write_sgd(name, function, z, y, is_classification):
    """A loss of SGDClassifier and SGDRegressor, whose classes are -1 and 1."""
    target = 2.0 * y - 1.0 if is_classification else float(y)
    write(name, [z], [y], function.py_loss(z, target), [function.py_dloss(z, target)])


def write_batch(name, function, z, y):
    """A loss of the generalised linear models."""
    loss, gradient = function.loss_gradient(np.array([y], float), np.array([z], float))
    write(name, [z], [y], loss[0], [gradient[0]])


def main():
    generator = random.Random(20240609)
    eighths = [number / 8 for number in range(-40, 41)]
    random_logits = [generator.randint(-15 * 1024, 15 * 1024) / 1024 for _ in range(60)]
    far = [20.0, -20.0, 100.0, -100.0, 10000.0, -10000.0]

    for z in eighths + random_logits + far:
        for y in (0, 1):
            write_sgd("hinge", sgd.Hinge(1.0), z, y, True)
            write_sgd("perceptron", sgd.Hinge(0.0), z, y, True)
            write_sgd("squared-hinge", sgd.SquaredHinge(1.0), z, y, True)
            write_sgd("modified-huber", sgd.ModifiedHuber(), z, y, True)
            if abs(z) <= 5:
                # Further out its logarithm of a number close to 1 loses digits.
                write_sgd("log-loss", sgd.Log(), z, y, True)
        for y in (-2.5, 0, 1.125):
            write_sgd("half-squared-error", sgd.SquaredLoss(), z, y, False)
            write_sgd("huber(1.25)", sgd.Huber(1.25), z, y, False)
            write_sgd("epsilon-insensitive(0)", sgd.EpsilonInsensitive(0.0), z, y, False)
            write_sgd("epsilon-insensitive(0.125)", sgd.EpsilonInsensitive(0.125), z, y, False)
            write_sgd("squared-epsilon-insensitive(0.125)", sgd.SquaredEpsilonInsensitive(0.125), z, y, False)
            write_batch("quantile(0.25)", PinballLoss(quantile=0.25), z, y)
            write_batch("quantile(0.875)", PinballLoss(quantile=0.875), z, y)
        for y in (0, 0.25, 1):
            write_batch("log-loss", HalfBinomialLoss(), z, y)
        for y in (0, 1, 7):
            if z <= 20:
                write_batch("poisson", HalfPoissonLoss(), z, y)

    for k in (3, 10):
        function = HalfMultinomialLoss(n_classes=k)
        for _ in range(60):
            z = [generator.randint(-5 * 1024, 5 * 1024) / 1024 for _ in range(k)]
            label = generator.randrange(k)
            loss, gradient = function.loss_gradient(np.array([label], float), np.array([z]))
            write("softmax-cross-entropy", z, [float(j == label) for j in range(k)], loss[0], gradient[0])


main()
