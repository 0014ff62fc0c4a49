"""Optima of penalised logistic regression on the data of docs/data, by scikit-learn and LIBLINEAR, in double.

Each line: problem/quantity, numbers. Inputs are standardised by their mean and population standard deviation; strengths are
those of the mean loss, 1 / (rows * C). LIBLINEAR: liblinear-train -s 6 -e 1e-8, without bias.
"""

import os
import subprocess
import tempfile

import numpy as np
from sklearn.linear_model import LogisticRegression

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "docs", "data")


def read(name):
    with open(os.path.join(DATA, name)) as lines:
        rows = [line.strip().split(",") for line in lines][1:]
    classes = sorted({row[-1] for row in rows})
    inputs = np.array([[float(value) for value in row[:-1]] for row in rows])
    labels = np.array([classes.index(row[-1]) for row in rows])
    return (inputs - inputs.mean(axis=0)) / inputs.std(axis=0), labels


def write(problem, quantity, numbers):
    print(",".join([f"{problem}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def log_sum_exp(logits):
    largest = logits.max(axis=1, keepdims=True)
    return (largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True))).ravel()


def objective(inputs, labels, weights, bias, strength):
    logits = inputs @ weights.T + bias
    if weights.shape[0] == 1:
        z = logits.ravel()
        loss = np.mean(np.logaddexp(0, z) - labels * z)
    else:
        loss = np.mean(log_sum_exp(logits) - logits[np.arange(len(labels)), labels])
    return loss + strength / 2 * np.sum(weights**2)


def ridge(problem, file, strength):
    inputs, labels = read(file)
    model = LogisticRegression(
        C=1 / (strength * len(labels)), tol=1e-12, max_iter=100000, solver="newton-cg", multi_class="auto"
    ).fit(inputs, labels)
    write(problem, "strength", [strength])
    write(problem, "weights", model.coef_)
    write(problem, "bias", model.intercept_)
    write(problem, "objective", [objective(inputs, labels, model.coef_, model.intercept_, strength)])


def lasso(problem, file, c):
    inputs, labels = read(file)
    with tempfile.TemporaryDirectory() as folder:
        rows, model = os.path.join(folder, "rows"), os.path.join(folder, "model")
        with open(rows, "w") as out:
            for row, label in zip(inputs, labels):
                values = " ".join(f"{index + 1}:{value!r}" for index, value in enumerate(map(float, row)))
                out.write(f"{'+1' if label else '-1'} {values}\n")
        subprocess.run(
            ["liblinear-train", "-s", "6", "-e", "1e-8", "-c", repr(c), "-q", rows, model],
            check=True, stdout=subprocess.DEVNULL)
        with open(model) as lines:
            text = [line.strip() for line in lines]
    first = text[2].split()[1]
    weights = np.array([float(line) for line in text[text.index("w") + 1 :]])
    weights = weights if first == "1" else -weights
    z = inputs @ weights
    strength = 1 / (c * len(labels))
    write(problem, "c", [c])
    write(problem, "weights", weights)
    write(problem, "objective", [np.mean(np.logaddexp(0, z) - labels * z) + strength * np.abs(weights).sum()])


ridge("breast cancer weak", "breast_cancer_wisconsin.csv", 1e-4)
ridge("breast cancer", "breast_cancer_wisconsin.csv", 1e-2)
ridge("iris weak", "iris.csv", 1e-4)
ridge("iris", "iris.csv", 1e-2)
for each in (0.03, 0.1, 1.0, 10.0):
    lasso(f"lasso {each}", "breast_cancer_wisconsin.csv", each)
