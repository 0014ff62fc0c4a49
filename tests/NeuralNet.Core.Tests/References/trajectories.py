"""Trajectories of PyTorch's optimizers, schedulers and limits to gradients, in double: python3 trajectories.py > trajectories.csv

Each line: run/quantity, numbers. A run starts from the data's initial weights and a bias of 0, and takes the rows in order.
`losses` has the objective of every epoch: the mean over the rows of the loss each had before its step, and the penalty
of the weights after the epoch. Data are multiples of 1/64, so that a float holds them exactly too. Weights are written
[outputs x inputs], row by row; penalties and decay are those of the weights alone.
"""
import warnings

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

FULL_BATCH = 10**9

OPTIMIZERS = {
    "sgd": (torch.optim.SGD, dict(lr=0.1)),
    "momentum": (torch.optim.SGD, dict(lr=0.05, momentum=0.8)),
    "nesterov": (torch.optim.SGD, dict(lr=0.05, momentum=0.8, nesterov=True)),
    "adagrad": (torch.optim.Adagrad, dict(lr=0.2)),
    # With a shorter memory weights swing about their optimum, which multiplies roundings.
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.02, alpha=0.99)),
    "adam": (torch.optim.Adam, dict(lr=0.05)),
    "adamw": (torch.optim.AdamW, dict(lr=0.05, weight_decay=0.1)),
}


def write(run, quantity, numbers):
    print(",".join([f"{run}/{quantity}"] + [repr(float(value)) for value in np.asarray(numbers).ravel()]))


def dyadic(random, shape, scale=1.0):
    return np.round(random.standard_normal(shape) * scale * 64) / 64


def classes():
    """40 rows of 3 inputs, two classes, one output."""
    random = np.random.RandomState(23)
    inputs = dyadic(random, (40, 3), 1.5)
    targets = (inputs @ [1.0, -2.0, 0.5] + 0.25 + random.standard_normal(40) > 0).astype(float).reshape(-1, 1)
    return inputs, targets, np.zeros((1, 3)), torch.nn.BCEWithLogitsLoss()


def numbers():
    """30 rows of 5 inputs, two outputs."""
    random = np.random.RandomState(29)
    inputs = dyadic(random, (30, 5))
    targets = np.round((inputs @ random.standard_normal((5, 2)) + [1, -2] + 0.2 * random.standard_normal((30, 2))) * 64) / 64
    return inputs, targets, np.zeros((2, 5)), lambda z, y: 0.5 * ((z - y) ** 2).sum(dim=1).mean()


def labels():
    """45 rows of 4 inputs, three classes and outputs."""
    random = np.random.RandomState(31)
    inputs = dyadic(random, (45, 4))
    targets = np.argmax(inputs @ random.standard_normal((4, 3)) + 0.5 * random.standard_normal((45, 3)), axis=1)
    return inputs, targets, dyadic(random, (3, 4), 0.5), torch.nn.CrossEntropyLoss()


DATA = {"classes": classes(), "numbers": numbers(), "labels": labels()}


def train(run, data, optimizer, batch_size, epochs, l2=0.0, epoch_end=None, step_end=None, clip=None):
    inputs, targets, initial, criterion = DATA[data]
    layer = torch.nn.Linear(inputs.shape[1], initial.shape[0])
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(initial))
        layer.bias.zero_()
    kind, settings = OPTIMIZERS[optimizer]
    bias = {"params": [layer.bias], "weight_decay": 0.0}
    weights = {"params": [layer.weight]}
    if optimizer != "adamw":
        weights["weight_decay"] = l2
    steps = kind([weights, bias], **settings)
    epoch_end, step_end = epoch_end and epoch_end(steps), step_end and step_end(steps)
    x, y, losses = torch.from_numpy(inputs), torch.from_numpy(targets), []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), batch_size):
            part = slice(start, start + batch_size)
            steps.zero_grad()
            loss = criterion(layer(x[part]), y[part])
            loss.backward()
            total += loss.item() * len(x[part])
            if clip is not None:
                clip(list(layer.parameters()))
            steps.step()
            if step_end is not None:
                step_end.step()
        objective = total / len(inputs) + l2 / 2 * float((layer.weight.detach() ** 2).sum())
        losses.append(objective)
        if isinstance(epoch_end, lr_scheduler.ReduceLROnPlateau):
            epoch_end.step(objective)
        elif epoch_end is not None:
            epoch_end.step()
    write(run, "weights", layer.weight.detach().numpy())
    write(run, "bias", layer.bias.detach().numpy())
    write(run, "losses", losses)


def norm_without_epsilon(largest):
    """As clip_grad_norm_, which divides by norm + 1e-6."""
    def clip(parameters):
        norm = torch.cat([parameter.grad.flatten() for parameter in parameters]).norm()
        for parameter in parameters:
            parameter.grad.mul_(min(1.0, float(largest / norm)))
    return clip


def warm_up(length, then):
    """Chained, as scheduler.step() of each in turn."""
    class Chain:
        def __init__(self, optimizer):
            self.parts = [lr_scheduler.LinearLR(optimizer, 1 / length, 1, length - 1), then(optimizer)]

        def step(self):
            for part in self.parts:
                part.step()
    return Chain


def main():
    for name, (inputs, targets, initial, _) in DATA.items():
        write(name, "inputs", inputs)
        write(name, "targets", targets)
        write(name, "initial", initial)

    for optimizer in OPTIMIZERS:
        train(f"{optimizer}/classes", "classes", optimizer, FULL_BATCH, 50)
        train(f"{optimizer}/numbers", "numbers", optimizer, 7, 10)
        train(f"{optimizer}/labels", "labels", optimizer, FULL_BATCH, 50)
        if optimizer != "adamw":
            train(f"{optimizer}/classes/L2", "classes", optimizer, 9, 10, l2=0.0625)
            train(f"{optimizer}/numbers/L2", "numbers", optimizer, FULL_BATCH, 50, l2=0.125)

    schedules = {
        "cosine": lambda steps: lr_scheduler.CosineAnnealingLR(steps, 16, 0.001),
        "step": lambda steps: lr_scheduler.StepLR(steps, 3, 0.5),
        "exponential": lambda steps: lr_scheduler.ExponentialLR(steps, 0.9),
        "warm-up": warm_up(4, lambda steps: lr_scheduler.CosineAnnealingLR(steps, 16, 0.0)),
    }
    for name, schedule in schedules.items():
        for optimizer in ("momentum", "adamw"):
            train(f"{optimizer}/classes/{name} of epochs", "classes", optimizer, 16, 16, epoch_end=schedule)
    train("sgd/numbers/cosine of steps", "numbers", "sgd", 7, 10,
          step_end=lambda steps: lr_scheduler.CosineAnnealingLR(steps, 50, 0.0))
    train("adam/numbers/warm-up of steps", "numbers", "adam", 7, 10,
          step_end=lambda steps: lr_scheduler.LinearLR(steps, 1 / 12, 1, 11))
    for optimizer in ("momentum", "adam"):
        train(f"{optimizer}/classes/plateau", "classes", optimizer, 10, 25, l2=0.125, epoch_end=lambda steps:
              lr_scheduler.ReduceLROnPlateau(steps, factor=0.5, patience=1, threshold=0.01, threshold_mode="rel", eps=0))

    for optimizer in ("sgd", "momentum", "adam"):
        train(f"{optimizer}/numbers/value", "numbers", optimizer, 7, 10,
              clip=lambda parameters: clip_grad_value_(parameters, 0.25))
        train(f"{optimizer}/numbers/norm", "numbers", optimizer, 7, 10, l2=0.125, clip=norm_without_epsilon(0.5))
        train(f"{optimizer}/labels/norm", "labels", optimizer, FULL_BATCH, 50, clip=norm_without_epsilon(0.125))
    train("sgd/numbers/PyTorch's norm", "numbers", "sgd", 7, 10, clip=lambda parameters: clip_grad_norm_(parameters, 0.5))


main()
