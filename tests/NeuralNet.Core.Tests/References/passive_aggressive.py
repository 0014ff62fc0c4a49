"""Passive-aggressive training by scikit-learn, in double, without a bias: python3 passive_aggressive.py > passive_aggressive.csv

Each line: run/quantity, numbers. `weights` has those after every epoch, which takes the rows in order.
Data are multiples of 1/64, so that a float holds them exactly too.
"""
import numpy as np
from sklearn.linear_model import PassiveAggressiveClassifier, PassiveAggressiveRegressor

EPOCHS = 5


def write(run, quantity, numbers):
    print(",".join([f"{run}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def train(run, model, inputs, targets, **more):
    weights = []
    for _ in range(EPOCHS):
        model.partial_fit(inputs, targets, **more)
        weights.append(model.coef_.copy())
    write(run, "weights", weights)


def main():
    random = np.random.RandomState(37)
    inputs = np.round(random.standard_normal((40, 3)) * 96) / 64
    score = inputs @ [1.0, -2.0, 0.5] + 0.8 * random.standard_normal(40)
    labels = (score > 0).astype(int)
    targets = np.round(score * 64) / 64
    write("data", "inputs", inputs)
    write("data", "labels", labels)
    write("data", "targets", targets)
    common = dict(fit_intercept=False, shuffle=False)
    for aggressiveness in (0.05, 1.0):
        for run, hinge, insensitive in (
            ("passive-aggressive", "hinge", "epsilon_insensitive"),
            ("soft-passive-aggressive", "squared_hinge", "squared_epsilon_insensitive"),
        ):
            train(f"{run}({aggressiveness})/hinge",
                  PassiveAggressiveClassifier(C=aggressiveness, loss=hinge, **common), inputs, labels, classes=[0, 1])
            train(f"{run}({aggressiveness})/epsilon-insensitive",
                  PassiveAggressiveRegressor(C=aggressiveness, loss=insensitive, epsilon=0.25, **common), inputs, targets)


main()
