"""Logistic regressions by scikit-learn, their weights then brought to all digits by Newton steps in NumPy.

Lines: case/quantity, numbers; weights have 14 decimals. The objective is the mean log loss plus half of l2 times the sum of
squared weights, plus l1 times the sum of their magnitudes; the bias, last of the weights, is penalised only where it is a
column of the rows. Rows are multiples of 1/64, so that a float holds them exactly too. LIBLINEAR solves the sparse cases
without a bias, SAGA those with one.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression

random = np.random.RandomState(20)
COUNT, INPUTS = 120, 8


def write(case, quantity, numbers):
    print(",".join([f"{case}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def data():
    rows = np.round(random.standard_normal((COUNT, INPUTS)) * np.array([1, 1, 2, 0.5, 1, 3, 1, 1]) * 64) / 64
    true = np.array([1.0, -1.5, 0, 0.75, 0, 0.1, 0, 0])
    labels = (random.uniform(size=COUNT) < 1 / (1 + np.exp(-(rows @ true + 0.5)))).astype(int)
    return rows, labels


def polish(rows, labels, weights, l2, l1):
    """Newton on the weights that are not 0, whose signs stay; then the others are proved to stay 0."""
    active = weights != 0
    side = np.sign(weights)
    weights = weights.copy()
    for _ in range(20):
        probabilities = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (probabilities - labels) / len(rows) + l2 * weights + l1 * side
        variance = probabilities * (1 - probabilities)
        hessian = (rows.T * variance) @ rows / len(rows) + np.diag(l2)
        step = np.linalg.solve(hessian[np.ix_(active, active)], gradient[active])
        weights[active] -= step
    assert np.all(np.sign(weights) == side)
    assert np.max(np.abs(gradient[active])) < 1e-15
    assert np.all(np.abs(gradient[~active]) < 0.999 * l1[~active])
    return weights


def solve(case, rows, labels, model, l2, l1, has_bias):
    model.fit(rows, labels)
    found = np.append(model.coef_[0], model.intercept_) if has_bias else model.coef_[0]
    columns = np.hstack([rows, np.ones((COUNT, 1))]) if has_bias else rows
    penalized = np.append(np.ones(INPUTS), 0) if has_bias else np.ones(rows.shape[1])
    weights = polish(columns, labels, found, l2 * penalized, l1 * penalized)
    assert np.max(np.abs(weights - found)) < 1e-5
    write(case, "rows", rows)
    write(case, "labels", labels)
    write(case, "l2", l2)
    write(case, "l1", l1)
    write(case, "weights", np.round(weights, 14))


rows, labels = data()
common = dict(tol=1e-10, max_iter=100000)
solve("ridge", rows, labels, LogisticRegression(C=1 / (COUNT * 0.01), solver="newton-cg", tol=1e-7), 0.01, 0, True)
solve("faint ridge", rows, labels, LogisticRegression(C=1 / (COUNT * 1e-4), solver="newton-cg", tol=1e-7), 1e-4, 0, True)
with_ones = np.hstack([rows, np.ones((COUNT, 1))])
for case, l1 in [("sparse", 0.02), ("sparser", 0.08)]:
    model = LogisticRegression(penalty="l1", C=1 / (COUNT * l1), solver="liblinear", fit_intercept=False, **common)
    solve(case, with_ones, labels, model, 0, l1, False)
model = LogisticRegression(penalty="l1", C=1 / (COUNT * 0.05), solver="saga", **common)
solve("sparse with bias", rows, labels, model, 0, 0.05, True)
model = LogisticRegression(penalty="elasticnet", l1_ratio=0.75, C=1 / (COUNT * 0.04), solver="saga", **common)
solve("elastic with bias", rows, labels, model, 0.01, 0.03, True)
