"""Logistic regression on docs/data/churn.csv by scikit-learn: python3 churn.py > churn.csv

inputs: the width of the encoded rows.
test rows: those of DataSplit.Stratified with its defaults, by a second implementation of SplitMix64, the shuffle and the shares.
auc, log loss, accuracy: of a ColumnTransformer with a LogisticRegression, whose C is 1 / (rows trained on * strength of the penalty).
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

STRENGTH = 0.001
MASK = (1 << 64) - 1


def mix(value):
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def shuffled(count, seed, stream):
    state = (mix(seed) + stream * 0xD1342543DE82EF95) & MASK
    order = [0] * count
    for index in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        other = (mix(state) * (index + 1)) >> 64
        order[index] = order[other]
        order[other] = index
    return order


def test_rows(labels):
    order = shuffled(len(labels), 0, -17)
    rows, lacking = [], 0.0
    for label in dict.fromkeys(labels):
        of_class = [row for row in order if labels[row] == label]
        train = 0.8 * len(of_class)
        size = len(of_class) - int(train + 1e-9)
        lacking += 0.2 * len(of_class)
        if size > 0.2 * len(of_class) + 1e-9 and 2 * (lacking - int(0.2 * len(of_class))) < 1:
            size -= 1
        lacking -= size
        rows += of_class[len(of_class) - size :]
    return sorted(rows)


def dates(column):
    days = [date.fromisoformat(text) for text in column[:, 0]]
    turns = [2 * np.pi * (day.month - 1) / 12 for day in days]
    return np.column_stack([[(day - date(2000, 1, 1)).days for day in days], np.sin(turns), np.cos(turns)])


def numbers(columns):
    return np.array([[float(text) if text else np.nan for text in row] for row in columns])


def flags(column):
    return (column == "true").astype(float)


with open(Path(__file__).parents[3] / "docs/data/churn.csv", newline="") as file:
    names, *lines = csv.reader(file)
data = np.array(lines, dtype=object)
left = data[:, names.index("Churn")] == "yes"
test = test_rows(list(left))
train = np.setdiff1d(np.arange(len(data)), test)


def columns(*wanted):
    return [names.index(name) for name in wanted]


encode = ColumnTransformer(
    [
        ("dates", FunctionTransformer(dates), columns("Since")),
        (
            "missing",
            make_pipeline(FunctionTransformer(numbers), SimpleImputer(strategy="median", add_indicator=True)),
            columns("Age", "Usage"),
        ),
        ("categories", OneHotEncoder(sparse_output=False), columns("Contract", "Payment", "Internet", "Region")),
        ("numbers", FunctionTransformer(numbers), columns("Charges", "Calls")),
        ("flag", FunctionTransformer(flags), columns("Paperless")),
    ]
)
model = make_pipeline(encode, StandardScaler(), LogisticRegression(C=1 / (len(train) * STRENGTH), tol=1e-10, max_iter=10000))
model.fit(data[train], left[train])
probabilities = model.predict_proba(data[test])[:, 1]
print("test rows," + ",".join(str(row) for row in test))
print(f"inputs,{model[:-1].transform(data[test]).shape[1]}")
print(f"auc,{roc_auc_score(left[test], probabilities)!r}")
print(f"log loss,{log_loss(left[test], probabilities)!r}")
print(f"accuracy,{accuracy_score(left[test], probabilities >= 0.5)!r}")
