"""Metrics of rows that have weights, and points of curves, by scikit-learn.

Lines of a case: case/quantity, numbers. Logits, values and weights are multiples of 1/8 or 1/4, so that many are equal, and a
float holds them exactly too; some weights are 0.
"""

import numpy as np
from sklearn import metrics


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def scores(truth, predicted, weights, **which):
    values = metrics.precision_recall_fscore_support(truth, predicted, zero_division=0, sample_weight=weights, **which)[:3]
    return np.stack([np.asarray(value, dtype=float) for value in values], axis=-1)


def decisions(case, labels, predicted, weights, classes):
    write(case, "accuracy", metrics.accuracy_score(labels, predicted, sample_weight=weights))
    write(case, "confusion", metrics.confusion_matrix(labels, predicted, labels=range(classes), sample_weight=weights))
    write(case, "matthews", metrics.matthews_corrcoef(labels, predicted, sample_weight=weights))
    write(case, "balanced accuracy", metrics.balanced_accuracy_score(labels, predicted, sample_weight=weights))
    write(case, "each class", scores(labels, predicted, weights, labels=range(classes)))
    for average in ["macro", "micro", "weighted"]:
        write(case, average, scores(labels, predicted, weights, average=average))


def calibration(labels, probabilities, weights, bins):
    """scikit-learn's calibration_curve, which takes no weights, with them: means and shares of the bins that have rows."""
    bin_of = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], probabilities)
    total = np.bincount(bin_of, weights=weights, minlength=bins)
    means = np.bincount(bin_of, weights=weights * probabilities, minlength=bins)
    shares = np.bincount(bin_of, weights=weights * labels, minlength=bins)
    there = total > 0
    return np.stack([means[there] / total[there], shares[there] / total[there]], axis=1)


def binary(case, rows, spread, random):
    labels = random.randint(0, 2, rows)
    labels[:2] = [0, 1]
    logits = np.round((random.standard_normal(rows) * spread + labels - 0.5) * 8) / 8
    weights = random.randint(0, 13, rows) / 4
    weights[:2] = 1
    probabilities = np.stack([1 / (1 + np.exp(logits)), 1 / (1 + np.exp(-logits))], axis=1)
    predicted = (logits > 0).astype(int)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "weights", weights)
    write(case, "log loss", metrics.log_loss(labels, probabilities, sample_weight=weights))
    write(case, "brier", metrics.brier_score_loss(labels, probabilities[:, 1], sample_weight=weights))
    write(case, "roc auc", metrics.roc_auc_score(labels, logits, sample_weight=weights))
    write(case, "average precision", metrics.average_precision_score(labels, logits, sample_weight=weights))
    decisions(case, labels, predicted, weights, 2)
    for bins in [4, 10]:
        write(case, f"calibration of {bins}", calibration(labels, probabilities[:, 1], weights, bins))

    # Rows of weight 0 have no points here.
    there = weights > 0
    false, true, _ = metrics.roc_curve(labels[there], logits[there], sample_weight=weights[there], drop_intermediate=False)
    write(case, "roc curve", np.stack([false, true], axis=1))
    precision, recall, _ = metrics.precision_recall_curve(labels[there], logits[there], sample_weight=weights[there])
    write(case, "precision-recall curve", np.stack([precision, recall], axis=1)[::-1])


def many_classes(case, rows, classes, random):
    labels = random.randint(0, classes, rows)
    labels[:classes] = range(classes)
    logits = np.round(random.standard_normal((rows, classes)) * 2 * 8) / 8
    logits[np.arange(rows), labels] += 1.5
    weights = random.randint(0, 13, rows) / 4
    weights[:classes] = 1
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "weights", weights)
    write(case, "probabilities", probabilities)
    write(case, "log loss", metrics.log_loss(labels, probabilities, sample_weight=weights))
    squares = np.sum((probabilities - np.eye(classes)[labels]) ** 2, axis=1)
    write(case, "brier", np.average(squares, weights=weights))
    write(case, "roc auc", metrics.roc_auc_score(
        labels, probabilities, multi_class="ovr", average="macro", sample_weight=weights))
    decisions(case, labels, np.argmax(logits, axis=1), weights, classes)


def several_labels(case, rows, count, random):
    labels = random.randint(0, 2, (rows, count))
    logits = np.round((random.standard_normal((rows, count)) * 1.5 + labels - 0.5) * 8) / 8
    weights = random.randint(0, 13, rows) / 4
    predicted = (logits > 0).astype(int)
    write(case, "logits", logits)
    write(case, "labels", labels)
    write(case, "weights", weights)
    for average in ["macro", "micro", "weighted"]:
        write(case, average, scores(labels, predicted, weights, average=average))
    write(case, "subset accuracy", metrics.accuracy_score(labels, predicted, sample_weight=weights))
    write(case, "hamming loss", metrics.hamming_loss(labels, predicted, sample_weight=weights))


def regression(case, targets, predictions, weights):
    write(case, "predictions", predictions)
    write(case, "targets", targets)
    write(case, "weights", weights)
    squared = metrics.mean_squared_error(targets, predictions, multioutput="raw_values", sample_weight=weights)
    write(case, "rmse", np.mean(np.sqrt(squared)))
    write(case, "mae", metrics.mean_absolute_error(targets, predictions, sample_weight=weights))
    write(case, "r2", metrics.r2_score(targets, predictions, sample_weight=weights))


def counts(case, targets, predictions, weights):
    regression(case, targets, predictions, weights)
    write(case, "poisson deviance", metrics.mean_poisson_deviance(targets[:, 0], predictions[:, 0], sample_weight=weights))
    for quantile in [0.1, 0.5, 0.9]:
        write(case, f"pinball {quantile}", metrics.mean_pinball_loss(targets, predictions, alpha=quantile, sample_weight=weights))


def quarters(values):
    return np.round(values * 4) / 4


random = np.random.RandomState(29)
binary("binary", 60, 1.5, random)
binary("binary-with-many-ties", 200, 0.25, random)
many_classes("three-classes", 50, 3, random)
many_classes("ten-classes", 120, 10, random)
several_labels("labels", 70, 5, random)
targets = quarters(random.standard_normal((40, 1)) * 5 + 20)
regression("one-output", targets, targets + quarters(random.standard_normal((40, 1))), random.randint(0, 13, 40) / 4)
targets = quarters(random.standard_normal((25, 3)) * [1, 10, 100] + [0, 5, -300])
regression("three-outputs", targets, targets + quarters(random.standard_normal((25, 3)) * [0.5, 20, 10]), random.randint(0, 13, 25) / 4)
counts("counts", random.poisson(2, (60, 1)) * 1.0, np.maximum(quarters(random.standard_normal((60, 1)) + 2), 0.25), random.randint(0, 13, 60) / 4)
