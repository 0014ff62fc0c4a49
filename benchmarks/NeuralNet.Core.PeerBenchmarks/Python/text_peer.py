"""Text classification with scikit-learn: text_peer.py FILE, with JSON of texts, labels, how many to learn and the number of columns.

Prints a line of JSON for each pipeline. Words and pairs of words; TF-IDF, rows of length 1.
"""
import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.pipeline import make_pipeline


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    texts, labels, learned = given["Texts"], np.array(given["Labels"]), given["Learned"]
    hashing = make_pipeline(
        HashingVectorizer(n_features=given["Columns"], ngram_range=(1, 2), alternate_sign=False, norm=None), TfidfTransformer())
    for name, rows in [("HashingVectorizer", hashing), ("TfidfVectorizer", TfidfVectorizer(ngram_range=(1, 2)))]:
        train, held = rows.fit_transform(texts[:learned]), rows.transform(texts[learned:])
        for classifier in [
            SGDClassifier(loss="log_loss", random_state=1),
            SGDClassifier(loss="log_loss", alpha=1e-6, random_state=1),
            LogisticRegression(C=1, max_iter=1000),
        ]:
            start = time.process_time()
            classifier.fit(train, labels[:learned])
            seconds = time.process_time() - start
            probabilities = classifier.predict_proba(held)
            kind = type(classifier).__name__ + (f"(alpha={classifier.alpha:g})" if isinstance(classifier, SGDClassifier) else "(C=1)")
            print(json.dumps({
                "Name": f"scikit-learn, {name}, {kind}",
                "Accuracy": accuracy_score(labels[learned:], classifier.classes_[probabilities.argmax(axis=1)]),
                "LogLoss": log_loss(labels[learned:], probabilities, labels=classifier.classes_),
                "Seconds": seconds,
            }), flush=True)


if __name__ == "__main__":
    main()
