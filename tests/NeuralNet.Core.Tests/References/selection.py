"""Cross-validation and paths of penalties by scikit-learn.

stratified/k: the rows of each class in each of k folds [folds x classes], by StratifiedKFold, of the labels before it.
grouped/k: the sizes of k folds, in ascending order, by GroupKFold, of the groups before it; and the largest distance of a class
count from its mean over the folds, as a share of the class, by StratifiedGroupKFold.
chronological/k: the first test row of each of k folds, by TimeSeriesSplit.
Lines of a case: case/quantity, numbers. Inputs are multiples of 1/8, so that a float holds them exactly too; the folds are
those of a StratifiedKFold or KFold, one number for each row. A strength is a penalty added to the mean loss of the rows:
LogisticRegression's C is 1 / (rows trained on * strength). The coefficients of a lasso path [strengths x inputs] are those
of standardised inputs.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge, lasso_path
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold, TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def eighths(values):
    return np.round(values * 8) / 8


def stratified(rows, folds, random):
    labels = np.concatenate([[0, 1, 2], random.choice(3, rows - 3, p=[0.6, 0.25, 0.15])])
    write(f"stratified-{rows}-{folds}", "labels", labels)
    counts = [
        np.bincount(labels[test], minlength=3) for _, test in StratifiedKFold(folds).split(np.zeros((rows, 1)), labels)
    ]
    write(f"stratified-{rows}-{folds}", "counts", counts)


def grouped(rows, groups, folds, random):
    group = np.concatenate([np.arange(groups), (random.random_sample(rows - groups) ** 2 * groups).astype(int)])
    label = (random.random_sample(rows) < 0.1 + 0.3 * (group % 3 == 0)).astype(int)
    data = np.zeros((rows, 1))
    write(f"grouped-{groups}-{folds}", "groups", group)
    write(f"grouped-{groups}-{folds}", "labels", label)
    write(f"grouped-{groups}-{folds}", "sizes", sorted(len(test) for _, test in GroupKFold(folds).split(data, groups=group)))
    counts = np.array([np.bincount(label[test], minlength=2) for _, test in StratifiedGroupKFold(folds).split(data, label, group)])
    write(f"grouped-{groups}-{folds}", "spread", [np.abs(counts / counts.sum(axis=0) - 1 / folds).max()])


def chronological(rows, folds):
    write(f"chronological-{rows}-{folds}", "starts", [test[0] for _, test in TimeSeriesSplit(folds).split(np.zeros((rows, 1)))])


def fold_of_row(splits, rows):
    folds = np.zeros(rows, int)
    for fold, (_, test) in enumerate(splits):
        folds[test] = fold
    return folds


def classification(case, rows, inputs, classes, strength, random):
    labels = np.arange(rows) % classes
    centers = random.standard_normal((classes, inputs))
    data = eighths((random.standard_normal((rows, inputs)) * 1.5 + centers[labels]) * np.arange(1, inputs + 1) + 3)
    splits = list(StratifiedKFold(5, shuffle=True, random_state=0).split(data, labels))
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=1 / (rows * 4 / 5 * strength), solver="newton-cg", tol=1e-12, max_iter=1000)
    )
    write(case, "inputs", data)
    write(case, "labels", labels)
    write(case, "folds", fold_of_row(splits, rows))
    write(case, "strength", [strength])
    write(case, "log losses", -cross_val_score(model, data, labels, cv=splits, scoring="neg_log_loss"))
    write(case, "accuracies", cross_val_score(model, data, labels, cv=splits, scoring="accuracy"))


def design(rows, inputs, random):
    data = eighths(random.standard_normal((rows, inputs)) * np.arange(1, inputs + 1) + 5)
    weights = np.where(np.arange(inputs) % 2 == 0, 1.0, 0.25) / np.arange(1, inputs + 1)
    return data, eighths(data @ weights + random.standard_normal(rows) + 10)


def regression(case, rows, inputs, strength, random):
    data, targets = design(rows, inputs, random)
    splits = list(KFold(5, shuffle=True, random_state=0).split(data))
    model = make_pipeline(StandardScaler(), Ridge(alpha=rows * 4 / 5 * strength))
    write(case, "inputs", data)
    write(case, "targets", targets)
    write(case, "folds", fold_of_row(splits, rows))
    write(case, "strength", [strength])
    write(case, "rmses", -cross_val_score(model, data, targets, cv=splits, scoring="neg_root_mean_squared_error"))


def path(case, rows, inputs, random):
    data, targets = design(rows, inputs, random)
    standardized = StandardScaler().fit_transform(data)
    centered = targets - targets.mean()
    largest = np.abs(standardized.T @ centered).max() / rows
    strengths = largest * np.array([1.001, 0.9, 0.5, 0.25, 0.1, 0.03, 0.01, 0.001])
    _, coefficients, _ = lasso_path(standardized, centered, alphas=strengths, tol=1e-14, max_iter=1000000)
    write(case, "inputs", data)
    write(case, "targets", targets)
    write(case, "largest", [largest])
    write(case, "strengths", strengths)
    write(case, "coefficients", coefficients.T)


random = np.random.RandomState(31)
stratified(53, 5, random)
stratified(60, 2, random)
stratified(200, 10, random)
classification("two-classes", 100, 4, 2, 0.01, random)
classification("three-classes", 90, 3, 3, 0.05, random)
regression("ridge", 60, 5, 0.1, random)
path("lasso", 80, 8, random)
grouped(100, 12, 5, random)
grouped(300, 40, 4, random)
grouped(1000, 200, 10, random)
chronological(20, 3)
chronological(103, 5)
chronological(11, 10)
