"""Optima of penalised objectives by scikit-learn, in double: python3 penalties.py > penalties.csv

Each line: run/quantity, numbers. Least squares: mean of (z - y)^2 / 2, and alpha times the elastic net. Logistic regression: C =
1 / (rows * alpha). Data are multiples of 1/64, so that a float holds them exactly too.
"""
import numpy as np
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression

ROWS = 50


def write(run, quantity, numbers):
    print(",".join([f"{run}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def main():
    random = np.random.RandomState(41)
    inputs = np.round(random.standard_normal((ROWS, 6)) * 64) / 64
    score = inputs @ [1.5, -2.0, 0.0, 0.25, 0.0, -0.125] + 0.75 + 0.5 * random.standard_normal(ROWS)
    targets = np.round(score * 64) / 64
    labels = (score + 0.5 * random.standard_normal(ROWS) > 0).astype(int)
    write("data", "inputs", inputs)
    write("data", "targets", targets)
    write("data", "labels", labels)
    for name, model, answers in (
        ("squared/L1", Lasso(alpha=0.25, tol=1e-14, max_iter=10**6), targets),
        ("squared/elastic net", ElasticNet(alpha=0.25, l1_ratio=0.75, tol=1e-14, max_iter=10**6), targets),
        ("log-loss/L1", LogisticRegression(
            penalty="l1", C=1 / (ROWS * 0.0625), solver="saga", tol=1e-14, max_iter=10**6), labels),
        ("log-loss/elastic net", LogisticRegression(
            penalty="elasticnet", l1_ratio=0.75, C=1 / (ROWS * 0.0625), solver="saga", tol=1e-14, max_iter=10**6), labels),
    ):
        model.fit(inputs, answers)
        write(name, "weights", model.coef_)
        write(name, "bias", model.intercept_)


main()
