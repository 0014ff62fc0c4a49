"""Training runs by NumPy (formulas written out) and by PyTorch (its own losses, gradients and optimizer), in double.

Each line: run/quantity, numbers. Data are multiples of 1/64, so that a float holds them exactly too. Weights are written
[outputs x inputs], row by row.
"""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def write(run, quantity, numbers):
    print(",".join([f"{run}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def dyadic(random, shape, scale=1.0):
    return np.round(random.standard_normal(shape) * scale * 64) / 64


def write_data(run, inputs, targets):
    write(run, "inputs", inputs)
    write(run, "targets", targets)


def write_result(run, weights, bias, losses):
    write(run, "weights", weights)
    write(run, "bias", bias)
    write(run, "losses", losses)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def log_losses(logits, targets):
    return np.logaddexp(0, logits) - targets * logits


def article():
    """A neuron of three inputs: squared error through a sigmoid, the sum over the batch, step 1, NumPy's seed 1."""
    inputs = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 1]], dtype=float)
    targets = np.array([[1, 0, 1]], dtype=float).T
    np.random.seed(1)
    weights = 2 * np.random.random((3, 1)) - 1
    for iteration in range(1, 10001):
        output = sigmoid(inputs @ weights)
        error = targets - output
        weights += inputs.T @ (error * output * (1 - output))
        if iteration in (1, 10, 100, 10000):
            write("article", f"weights after {iteration}", weights)


def two_classes():
    random = np.random.RandomState(7)
    inputs = dyadic(random, (40, 3), 1.5)
    targets = (inputs @ [1.0, -2.0, 0.5] + 0.25 + random.standard_normal(40) > 0).astype(float)
    return inputs, targets


def logistic(run, batch_size, rate, epochs):
    """Logistic regression with a bias, from 0, rows in order; the last batch of an epoch may be smaller."""
    inputs, targets = two_classes()
    write_data(run, inputs, targets)
    weights, bias, losses = np.zeros(3), 0.0, []
    for _ in range(epochs):
        epoch = 0.0
        for start in range(0, len(inputs), batch_size):
            x, y = inputs[start:start + batch_size], targets[start:start + batch_size]
            logits = x @ weights + bias
            epoch += log_losses(logits, y).sum()
            delta = sigmoid(logits) - y
            weights = weights - rate * (x.T @ delta) / len(x)
            bias = bias - rate * delta.mean()
        losses.append(epoch / len(inputs))
    write_result(run, weights, bias, losses)


def standardized_logistic():
    """Logistic regression on (x - mean) / std, its weights brought back to the raw inputs."""
    run = "standardized-logistic"
    random = np.random.RandomState(11)
    inputs = dyadic(random, (60, 4)) * [1, 256, 1 / 16, 8] + [0, 4096, 2, -20]
    targets = (inputs @ [0.5, 0.01, -20, 0.1] + random.standard_normal(60) > 0.5).astype(float)
    write_data(run, inputs, targets)
    mean, std = inputs.mean(axis=0), inputs.std(axis=0)
    x = (inputs - mean) / std
    weights, bias, losses = np.zeros(4), 0.0, []
    for _ in range(50):
        logits = x @ weights + bias
        losses.append(log_losses(logits, targets).mean())
        delta = sigmoid(logits) - targets
        weights = weights - 0.5 * (x.T @ delta) / len(x)
        bias = bias - 0.5 * delta.mean()
    write(run, "means", mean)
    write(run, "scales", std)
    write_result(run, weights / std, bias - (weights * mean / std).sum(), losses)


def torch_run(run, inputs, targets, outputs, criterion, rate, momentum=0.0, initial=None):
    """50 steps over the full batch, by the gradients of autograd."""
    layer = torch.nn.Linear(inputs.shape[1], outputs)
    with torch.no_grad():
        layer.weight.copy_(torch.zeros_like(layer.weight) if initial is None else torch.from_numpy(initial))
        layer.bias.zero_()
    optimizer = torch.optim.SGD(layer.parameters(), lr=rate, momentum=momentum)
    x, y, losses = torch.from_numpy(inputs), torch.from_numpy(targets), []
    for _ in range(50):
        optimizer.zero_grad()
        loss = criterion(layer(x), y)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    write_result(run, layer.weight.detach().numpy(), layer.bias.detach().numpy(), losses)


def softmax_regression():
    random = np.random.RandomState(13)
    inputs = dyadic(random, (45, 4))
    labels = np.argmax(inputs @ random.standard_normal((4, 3)) + 0.5 * random.standard_normal((45, 3)), axis=1)
    initial = dyadic(random, (3, 4), 0.5)
    write_data("softmax", inputs, labels)
    write("softmax", "initial", initial)
    torch_run("softmax", inputs, labels, 3, torch.nn.CrossEntropyLoss(), 0.5, initial=initial)


def two_outputs():
    random = np.random.RandomState(17)
    inputs = dyadic(random, (30, 5))
    targets = np.round((inputs @ random.standard_normal((5, 2)) + [1, -2]) * 64) / 64
    write_data("two-outputs", inputs, targets)
    torch_run("two-outputs", inputs, targets, 2, lambda z, y: 0.5 * ((z - y) ** 2).sum(dim=1).mean(), 0.1)


def momentum():
    inputs, targets = two_classes()
    write_data("momentum", inputs, targets)
    criterion = torch.nn.BCEWithLogitsLoss()
    torch_run("momentum", inputs, targets.reshape(-1, 1), 1, criterion, 0.1, momentum=0.9)


article()
logistic("logistic-full-batch", 40, 0.5, 50)
logistic("logistic-batches-of-7", 7, 0.1, 10)
logistic("logistic-online", 1, 0.05, 5)
standardized_logistic()
softmax_regression()
two_outputs()
momentum()
