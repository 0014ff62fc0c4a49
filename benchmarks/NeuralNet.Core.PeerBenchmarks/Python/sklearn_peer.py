"""scikit-learn: SGDClassifier, LogisticRegression with lbfgs, and predict_proba."""
import warnings

import numpy as np
import scipy.sparse
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


def load_sparse(request, kind):
    def read():
        folder = request["folder"] + "/"
        parts = np.fromfile(folder + "values", np.float32).astype(kind), np.fromfile(folder + "indices", np.int32), np.fromfile(folder + "starts", np.int32)
        x = scipy.sparse.csr_matrix(parts, shape=(len(parts[2]) - 1, request["columns"]))
        return x, np.fromfile(folder + "labels", np.int32)

    return kept((request["folder"], kind), read)


def sparse_product(request):
    x, _ = load_sparse(request, np.float32)
    w = np.random.default_rng(1).normal(size=x.shape[1]).astype(np.float32)
    return {"seconds": median_seconds(lambda: x @ w)[0]}


def sparse_pass(request):
    x, y = load_sparse(request, np.float32)
    w = np.random.default_rng(1).normal(size=x.shape[1]).astype(np.float32)
    return {"seconds": median_seconds(lambda: x.T @ (1 / (1 + np.exp(-(x @ w))) - y).astype(np.float32))[0]}


def sparse_online(request):
    x, y = load_sparse(request, np.float64)
    epochs = request["epochs"]

    def train():
        return SGDClassifier(loss="log_loss", penalty=None, learning_rate="constant", eta0=request["rate"],
                             shuffle=False, max_iter=epochs, tol=None, random_state=1).fit(x, y)

    seconds, model = median_seconds(train, least=1)
    model.coef_[0].astype(np.float64).tofile(request["folder"] + "/weights")
    return {"seconds": seconds / epochs, "bias": model.intercept_.tolist()}


def sparse_optimum(request):
    x, y = load_sparse(request, np.float64)

    def train():
        return LogisticRegression(C=1, solver="liblinear", dual=True, fit_intercept=False, tol=0.1, max_iter=1000).fit(x, y)

    seconds, model = median_seconds(train, least=1)
    model.coef_[0].astype(np.float64).tofile(request["folder"] + "/weights")
    return {"seconds": seconds, "bias": np.atleast_1d(model.intercept_).tolist()}


serve(f"scikit-learn {sklearn.__version__}", {"online": online, "optimum": optimum, "predict_rows": predict_rows,
       "sparse_product": sparse_product, "sparse_pass": sparse_pass, "sparse_online": sparse_online, "sparse_optimum": sparse_optimum})
