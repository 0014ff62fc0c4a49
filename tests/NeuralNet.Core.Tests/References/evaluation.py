"""Metrics by scikit-learn.

Lines of a case: case/quantity, numbers. Logits and values are multiples of 1/8 or 1/4, so that many are equal, and a float
holds them exactly too.
"""

import numpy as np
from sklearn import metrics


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def binary(case, rows, spread, random):
    labels = random.randint(0, 2, rows)
    labels[:2] = [0, 1]
    logits = np.round((random.standard_normal(rows) * spread + labels - 0.5) * 8) / 8
    probabilities = np.stack([1 / (1 + np.exp(logits)), 1 / (1 + np.exp(-logits))], axis=1)
    predicted = (logits > 0).astype(int)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "accuracy", metrics.accuracy_score(labels, predicted))
    write(case, "confusion", metrics.confusion_matrix(labels, predicted, labels=[0, 1]))
    write(case, "log loss", metrics.log_loss(labels, probabilities))
    write(case, "roc auc", metrics.roc_auc_score(labels, logits))


def many_classes(case, rows, classes, random):
    labels = random.randint(0, classes, rows)
    logits = np.round(random.standard_normal((rows, classes)) * 2 * 8) / 8
    logits[np.arange(rows), labels] += 2.5
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    predicted = np.argmax(logits, axis=1)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "accuracy", metrics.accuracy_score(labels, predicted))
    write(case, "confusion", metrics.confusion_matrix(labels, predicted, labels=range(classes)))
    write(case, "log loss", metrics.log_loss(labels, probabilities, labels=list(range(classes))))


def regression(case, targets, predictions):
    write(case, "predictions", predictions)
    write(case, "targets", targets)
    write(case, "rmse", np.mean(np.sqrt(metrics.mean_squared_error(targets, predictions, multioutput="raw_values"))))
    write(case, "mae", metrics.mean_absolute_error(targets, predictions))
    write(case, "r2", metrics.r2_score(targets, predictions))


def quarters(values):
    return np.round(values * 4) / 4


random = np.random.RandomState(23)
binary("binary", 60, 1.5, random)
binary("binary-with-many-ties", 200, 0.25, random)
binary("binary-of-two-rows", 2, 1.0, random)
binary("binary-with-sure-predictions", 80, 8.0, random)
many_classes("three-classes", 50, 3, random)
many_classes("ten-classes", 120, 10, random)

targets = quarters(random.standard_normal((40, 1)) * 5 + 20)
regression("one-output", targets, targets + quarters(random.standard_normal((40, 1))))
targets = quarters(random.standard_normal((25, 3)) * [1, 10, 100] + [0, 5, -300])
regression("three-outputs", targets, targets + quarters(random.standard_normal((25, 3)) * [0.5, 20, 10]))
regression("constant-targets", np.full((6, 1), 2.5), np.array([[2.5], [2.5], [2.5], [2.5], [2.5], [3.0]]))
regression("constant-targets-met", np.full((6, 1), 2.5), np.full((6, 1), 2.5))
regression("one-constant-output", np.array([[1, 4], [2, 4], [3, 4.0]]), np.array([[1, 4], [2.5, 4], [3, 4.5]]))
