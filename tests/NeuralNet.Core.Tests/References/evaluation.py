"""Metrics by scikit-learn.

Lines of a case: case/quantity, numbers. Logits and values are multiples of 1/8 or 1/4, so that many are equal, and a float
holds them exactly too.
"""

import warnings

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def scores(truth, predicted, **which):
    """Precision, recall and F1, one after the other for each class or average."""
    values = metrics.precision_recall_fscore_support(truth, predicted, zero_division=0, **which)[:3]
    return np.stack([np.asarray(value, dtype=float) for value in values], axis=-1)


def decisions(case, labels, predicted, classes):
    write(case, "matthews", metrics.matthews_corrcoef(labels, predicted))
    write(case, "balanced accuracy", metrics.balanced_accuracy_score(labels, predicted))
    write(case, "each class", scores(labels, predicted, labels=range(classes)))
    for average in ["macro", "micro", "weighted"]:
        write(case, average, scores(labels, predicted, average=average))


def binary(case, rows, spread, random):
    labels = random.randint(0, 2, rows)
    labels[:2] = [0, 1]
    logits = np.round((random.standard_normal(rows) * spread + labels - 0.5) * 8) / 8
    binary_of(case, labels, logits)


def binary_of(case, labels, logits, threshold=0):
    probabilities = np.stack([1 / (1 + np.exp(logits)), 1 / (1 + np.exp(-logits))], axis=1)
    predicted = (logits > threshold).astype(int)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "accuracy", metrics.accuracy_score(labels, predicted))
    write(case, "confusion", metrics.confusion_matrix(labels, predicted, labels=[0, 1]))
    write(case, "log loss", metrics.log_loss(labels, probabilities))
    write(case, "roc auc", metrics.roc_auc_score(labels, logits))
    write(case, "average precision", metrics.average_precision_score(labels, logits))
    write(case, "brier", metrics.brier_score_loss(labels, probabilities[:, 1]))
    decisions(case, labels, predicted, 2)
    for bins in [4, 10]:
        shares, means = calibration_curve(labels, probabilities[:, 1], n_bins=bins)
        write(case, f"calibration of {bins}", np.stack([means, shares], axis=1))


def many_classes(case, rows, classes, random):
    labels = random.randint(0, classes, rows)
    logits = np.round(random.standard_normal((rows, classes)) * 2 * 8) / 8
    logits[np.arange(rows), labels] += 2.5
    many_classes_of(case, labels, logits, classes)


def many_classes_of(case, labels, logits, classes):
    rows = len(labels)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    predicted = np.argmax(logits, axis=1)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "accuracy", metrics.accuracy_score(labels, predicted))
    write(case, "confusion", metrics.confusion_matrix(labels, predicted, labels=range(classes)))
    write(case, "log loss", metrics.log_loss(labels, probabilities, labels=list(range(classes))))
    write(case, "brier", np.mean(np.sum((probabilities - np.eye(classes)[labels]) ** 2, axis=1)))
    decisions(case, labels, predicted, classes)
    if classes == len(set(labels)):
        write(case, "roc auc", metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro"))


def several_labels(case, rows, count, random):
    labels = random.randint(0, 2, (rows, count))
    logits = np.round((random.standard_normal((rows, count)) * 1.5 + labels - 0.5) * 8) / 8
    labels[:, -1] = 0
    logits[:, -2] -= 10
    predicted = (logits > 0).astype(int)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "each label", scores(labels, predicted))
    for average in ["macro", "micro", "weighted"]:
        write(case, average, scores(labels, predicted, average=average))
    write(case, "subset accuracy", metrics.accuracy_score(labels, predicted))
    write(case, "hamming loss", metrics.hamming_loss(labels, predicted))


def regression(case, targets, predictions):
    write(case, "predictions", predictions)
    write(case, "targets", targets)
    write(case, "rmse", np.mean(np.sqrt(metrics.mean_squared_error(targets, predictions, multioutput="raw_values"))))
    write(case, "mae", metrics.mean_absolute_error(targets, predictions))
    write(case, "r2", metrics.r2_score(targets, predictions))


def quarters(values):
    return np.round(values * 4) / 4


# A class that is predicted and never there is left out of the balanced accuracy, as it should be.
warnings.filterwarnings("ignore", message="y_pred contains classes not in y_true")
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

labels = random.randint(0, 2, 90)
binary_of("binary-with-a-threshold", labels, np.round((random.standard_normal(90) + labels - 0.5) * 8) / 8, threshold=0.625)
binary_of("binary-never-predicted", np.array([0, 1, 0, 1, 0]), np.array([-3, -1, -2, -2, -0.5]))
binary_of("binary-perfect", np.array([0, 1, 0, 1, 0]), np.array([-3, 1, -2, 2, -0.5]))
labels = random.randint(0, 3, 40)
logits = np.round(random.standard_normal((40, 5)) * 2 * 8) / 8
logits[:, 3] -= 20
many_classes_of("absent-classes", labels, logits, 5)
several_labels("labels", 70, 5, random)
