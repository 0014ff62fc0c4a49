"""PyTorch, by hand (no autograd) and with autograd, a Linear layer and its optimizers."""
import os

import numpy as np
import torch
from torch.nn import functional

from serving import kept, median_seconds, serve

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def load(request):
    def read():
        x = torch.from_numpy(np.fromfile(request["x"], np.float32).reshape(-1, request["inputs"]))
        return x, torch.from_numpy(np.fromfile(request["y"], np.float32))

    return kept(request["x"], read)


def article(request):
    x = torch.tensor(request["rows"], dtype=torch.float64).reshape(-1, 3)
    y = torch.tensor(request["targets"], dtype=torch.float64)
    initial = torch.tensor(request["weights"], dtype=torch.float64)
    iterations = request["iterations"]

    def by_hand():
        w = initial.clone()
        with torch.no_grad():
            for _ in range(iterations):
                p = torch.sigmoid(x @ w)
                w -= ((p - y) * p * (1 - p)) @ x
        return w

    def autograd():
        w = initial.clone().requires_grad_()
        for _ in range(iterations):
            loss = 0.5 * (torch.sigmoid(x @ w) - y).square().sum()
            gradient, = torch.autograd.grad(loss, w)
            with torch.no_grad():
                w -= gradient
        return w.detach()

    seconds, w = median_seconds(autograd if request["autograd"] else by_hand, least=1)
    return {"seconds": seconds / iterations, "weights": w.tolist()}


def full_batch(request):
    x, y = load(request)
    n, epochs, rate = len(y), request["epochs"], request["rate"]

    def by_hand():
        w, b = torch.zeros(x.shape[1]), torch.zeros(())
        with torch.no_grad():
            for _ in range(epochs):
                e = torch.mv(x, w).add_(b).sigmoid_().sub_(y)
                w.sub_(torch.mv(x.t(), e), alpha=rate / n)
                b.sub_(e.sum(), alpha=rate / n)
        return w, b

    def autograd():
        w, b = torch.zeros(x.shape[1], requires_grad=True), torch.zeros((), requires_grad=True)
        optimizer = torch.optim.SGD([w, b], lr=rate)
        for _ in range(epochs):
            optimizer.zero_grad()
            functional.binary_cross_entropy_with_logits(torch.mv(x, w) + b, y).backward()
            optimizer.step()
        return w.detach(), b.detach()

    seconds, (w, b) = median_seconds(autograd if request["autograd"] else by_hand)
    return {"seconds": seconds / epochs, "weights": w.tolist(), "bias": [float(b)]}


def softmax(request):
    x, y = load(request)
    labels = y.long()
    size = request["batch"]

    def train():
        layer = torch.nn.Linear(x.shape[1], request["classes"])
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
        optimizer = (torch.optim.SGD(layer.parameters(), lr=request["rate"], momentum=0.9)
                     if request["optimizer"] == "momentum" else torch.optim.Adam(layer.parameters(), lr=request["rate"]))
        for _ in range(request["epochs"]):
            for start in range(0, len(labels), size):
                optimizer.zero_grad()
                functional.cross_entropy(layer(x[start:start + size]), labels[start:start + size]).backward()
                optimizer.step()
        return layer

    seconds, layer = median_seconds(train, least=1, budget=0)
    return {"seconds": seconds, "weights": layer.weight.detach().ravel().tolist(), "bias": layer.bias.tolist()}


def predict_rows(request):
    x, _ = load(request)
    w, b = torch.tensor(request["weights"]), torch.tensor(request["bias"][0])
    with torch.no_grad():
        seconds, p = median_seconds(lambda: torch.mv(x, w).add_(b).sigmoid_())
    p.numpy().tofile(request["destination"])
    return {"seconds": seconds}


def predict_row(request):
    x, _ = load(request)
    k = len(request["bias"])
    w, b = torch.tensor(request["weights"]).reshape(k, -1), torch.tensor(request["bias"])
    calls = 1000

    def predict():
        for i in range(calls):
            z = functional.linear(x[i % len(x)], w, b)
            _ = torch.sigmoid(z) if k == 1 else torch.softmax(z, 0)

    with torch.no_grad():
        seconds, _ = median_seconds(predict)
        z = functional.linear(x, w, b)
        p = torch.sigmoid(z) if k == 1 else torch.softmax(z, 1)
    p.numpy().tofile(request["destination"])
    return {"seconds": seconds / calls}


serve(f"PyTorch {torch.__version__}",
      {"article": article, "full_batch": full_batch, "softmax": softmax, "predict_rows": predict_rows,
       "predict_row": predict_row})
