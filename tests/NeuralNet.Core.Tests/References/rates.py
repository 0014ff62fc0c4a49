"""Learning rates of PyTorch's own schedulers, and of scikit-learn's formula: python3 rates.py > rates.csv

Each line: schedule, rates at t = 0, 1, ... Those of `plateau` follow the losses of the line `plateau/losses`. The last lines
are cos(x pi / 2) with 50 digits: the numbers x, and the values.
"""
import random
import warnings
from decimal import Decimal, getcontext

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
getcontext().prec = 50

TIMES = 60
PI = Decimal("3.14159265358979323846264338327950288419716939937511")


def show(name, numbers):
    print(name + "," + ",".join(repr(float(number)) for number in numbers))


def rates(rate, *schedulers, times=TIMES):
    """The rate before each step, of schedulers chained in the order given."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
    chain = [scheduler(optimizer) for scheduler in schedulers]
    result = []
    for _ in range(times):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        for scheduler in chain:
            scheduler.step()
    return result


def exponential(factor):
    return lambda optimizer: lr_scheduler.ExponentialLR(optimizer, factor)


def step(length, factor):
    return lambda optimizer: lr_scheduler.StepLR(optimizer, length, factor)


def cosine(length, lowest):
    return lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, length, lowest)


def warm_up(length):
    return lambda optimizer: lr_scheduler.LinearLR(optimizer, 1 / length, 1, length - 1)


def plateau(rate, losses, **settings):
    """The rate before each epoch."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, mode="min", threshold_mode="rel", eps=0, **settings)
    result = []
    for loss in losses:
        result.append(optimizer.param_groups[0]["lr"])
        scheduler.step(loss)
    return result


def made_up_losses():
    """Falls, stands, falls a little, jumps, and stands again."""
    generator = random.Random(1)
    losses, loss = [], 2.0
    for epoch in range(TIMES):
        phase = epoch // 12 % 3
        loss *= (0.8, 1.0, 0.9995)[phase]
        losses.append(round(loss + (generator.uniform(0, 0.01) if phase == 1 else 0), 6))
    return losses


def cos(x):
    """cos(x pi / 2) by its series."""
    square = (Decimal(x) * PI / 2) ** 2
    term = total = Decimal(1)
    for k in range(1, 60):
        term *= -square / ((2 * k - 1) * (2 * k))
        total += term
    return total


def main():
    show("constant", rates(0.25))
    for power in (0.25, 0.5, 1, 1.5):
        show(f"inverse-scaling/{power}", [0.1 / pow(t, power) for t in range(1, TIMES + 1)])
    show("exponential", rates(0.1, exponential(0.95)))
    show("step", rates(0.1, step(7, 0.3)))
    show("cosine", rates(0.1, cosine(50, 0), times=50) + [0] * (TIMES - 50))
    show("cosine/lowest", rates(0.1, cosine(50, 0.002), times=50) + [0.002] * (TIMES - 50))
    show("warm-up", rates(0.1, warm_up(8)))
    show("warm-up/exponential", rates(0.1, warm_up(8), exponential(0.95)))
    show("warm-up/step", rates(0.1, warm_up(10), step(7, 0.3)))
    show("warm-up/cosine", rates(0.1, warm_up(8), cosine(50, 0), times=50) + [0] * (TIMES - 50))
    losses = made_up_losses()
    show("plateau/losses", losses)
    show("plateau", plateau(0.1, losses))
    show("plateau/2 epochs", plateau(0.1, losses, factor=0.5, patience=2))
    show("plateau/0 epochs", plateau(0.1, losses, factor=0.7, patience=0, threshold=0.01))
    show("plateau/any gain", plateau(0.1, losses, factor=0.5, patience=3, threshold=0))
    show("plateau/lowest", plateau(0.1, losses, factor=0.5, patience=1, min_lr=0.004))
    generator = random.Random(2)
    turns = [k / 64 for k in range(64)] + [2.0 ** -k for k in range(7, 40, 3)] + [1 - 2.0 ** -k for k in range(7, 53, 3)]
    turns += [generator.random() for _ in range(200)]
    show("quarter turns", turns)
    show("their cosines", [cos(x) for x in turns])


if __name__ == "__main__":
    main()
