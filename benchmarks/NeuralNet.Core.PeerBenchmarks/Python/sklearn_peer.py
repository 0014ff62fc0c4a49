"""scikit-learn: SGDClassifier, LogisticRegression with lbfgs, and predict_proba."""
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, SGDClassifier

from serving import kept, median_seconds, serve

warnings.filterwarnings("ignore")


def load(request, kind):
    # SGDClassifier converts to double; done beforehand, so that it isn't timed.
    def read():
        x = np.fromfile(request["x"], np.float32).reshape(-1, request["inputs"]).astype(kind)
        return x, np.fromfile(request["y"], np.float32).astype(np.int64)

    return kept((request["x"], kind), read)


def online(request):
    x, y = load(request, np.float64)
    epochs = request["epochs"]

    def train():
        return SGDClassifier(loss="log_loss", penalty=None, learning_rate="constant", eta0=request["rate"],
                             shuffle=request["shuffle"], max_iter=epochs, tol=None, random_state=1).fit(x, y)

    seconds, model = median_seconds(train, least=1)
    return {"seconds": seconds / epochs / len(y), "weights": model.coef_[0].tolist(), "bias": model.intercept_.tolist()}


def optimum(request):
    x, y = load(request, np.float32)

    def train():
        return LogisticRegression(C=1, solver="lbfgs", tol=request["tolerance"], max_iter=10000,
                                  fit_intercept=request["has_bias"]).fit(x, y)

    seconds, model = median_seconds(train, least=1)
    return {"seconds": seconds, "weights": model.coef_[0].tolist(), "bias": np.atleast_1d(model.intercept_).tolist()}


def predict_rows(request):
    x, _ = load(request, np.float32)
    model = LogisticRegression()
    model.classes_ = np.array([0, 1])
    model.coef_ = np.array([request["weights"]], np.float32)
    model.intercept_ = np.array(request["bias"], np.float32)
    model.n_features_in_ = x.shape[1]
    seconds, p = median_seconds(lambda: model.predict_proba(x))
    p[:, 1].astype(np.float32).tofile(request["destination"])
    return {"seconds": seconds}


serve(f"scikit-learn {sklearn.__version__}", {"online": online, "optimum": optimum, "predict_rows": predict_rows})
