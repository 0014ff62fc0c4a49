#!/usr/bin/env python3
"""Trains scikit-learn on the rows that the learning curve used, and adds its results to learning-curve.csv.

    dotnet run -c Release --project docs/text -- curve
    python3 docs/text/baseline.py          needs scikit-learn, for example Debian's python3-sklearn

sklearn-same   LogisticRegression on the same vectors with the same penalty: C = 1 / (penalty * rows)
sklearn        LogisticRegression on the same vectors with its own default, C = 1
words          LogisticRegression with C = 1 on TF-IDF of words and pairs of words, without an embedding model
"""
import csv
import json
import pathlib
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

ROOT = pathlib.Path(__file__).resolve().parents[2]
FETCHED = ROOT / "artifacts" / "text"
RESULTS = ROOT / "docs" / "text" / "learning-curve.csv"
OWN = {"embeddings", "majority"}


def results_of(name):
    with (FETCHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = np.array([row["label"] for row in rows])
    texts = np.array([row["text"] for row in rows], dtype=object)
    vectors = np.fromfile(FETCHED / f"{name}.f32", dtype=np.float32).reshape(len(rows), -1)
    for line in (FETCHED / f"{name}.draws.jsonl").open(encoding="utf-8"):
        draw = json.loads(line)
        train, held = np.array(draw["train"]), np.array(draw["heldOut"])
        for method, features, strength in [
            ("sklearn-same", (vectors[train], vectors[held]), 1 / (min(0.0003, 0.3 / len(train)) * len(train))),
            ("sklearn", (vectors[train], vectors[held]), 1.0),
            ("words", words(texts[train], texts[held]), 1.0),
        ]:
            predicted = LogisticRegression(C=strength, max_iter=1000).fit(features[0], labels[train]).predict(features[1])
            accuracy = accuracy_score(labels[held], predicted)
            f1 = f1_score(labels[held], predicted, pos_label="spam") if name == "mails" else f1_score(labels[held], predicted, average="macro")
            yield [name, method, len(train), draw["seed"], f"{accuracy:.4f}", f"{f1:.4f}"]


def words(train, held):
    counter = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    return counter.fit_transform(train), counter.transform(held)


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    with RESULTS.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    rows = [row for row in rows if row[1] in OWN]
    for name in ["mails", "packages"]:
        rows += results_of(name)

    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)

    for name, method, texts in sorted({(row[0], row[1], int(row[2])) for row in rows}):
        chosen = [row for row in rows if (row[0], row[1], int(row[2])) == (name, method, texts)]
        accuracy = [float(row[4]) for row in chosen]
        f1 = [float(row[5]) for row in chosen if row[5]] or [0]
        print(f"{name:9} {method:13} {texts:5}  accuracy {np.mean(accuracy):.3f} [{min(accuracy):.3f}, {max(accuracy):.3f}]  F1 {np.mean(f1):.3f} [{min(f1):.3f}, {max(f1):.3f}]")


if __name__ == "__main__":
    main()
