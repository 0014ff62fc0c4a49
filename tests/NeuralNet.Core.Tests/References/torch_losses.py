"""Losses from PyTorch's modules, and their derivatives from its automatic differentiation.

Each line: loss, number of logits k, logits (k), targets (k), loss, derivatives (k). Labels are 0 and 1. Logits, targets and
parameters are multiples of a power of two with few digits, so that a float holds them exactly too.
"""

import random

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def write(name, z, y, evaluate):
    """evaluate(logits [1 x k], targets [1 x k]) -> loss."""
    logits = torch.tensor([z], requires_grad=True)
    targets = torch.tensor([y])
    loss = evaluate(logits, targets)
    loss.backward()
    numbers = list(z) + list(y) + [loss.item()] + logits.grad[0].tolist()
    print(",".join([name, str(len(z))] + [repr(float(value)) for value in numbers]))


def of_class(function):
    return lambda logits, targets: function(logits, targets.argmax(dim=1))


def main():
    generator = random.Random(20240610)

    def dyadic(limit):
        return generator.randint(-limit * 1024, limit * 1024) / 1024

    eighths = [number / 8 for number in range(-40, 41)]
    for z in eighths + [dyadic(15) for _ in range(60)]:
        for y in (-2.5, 0.0, 1.125):
            write("half-squared-error", [z], [y], lambda a, b: nn.MSELoss()(a, b) / 2)
            write("huber(1.25)", [z], [y], nn.HuberLoss(delta=1.25))
            write("epsilon-insensitive(0)", [z], [y], nn.L1Loss())
        for y in (0.0, 1.0, 7.0):
            write("poisson", [z], [y], nn.PoissonNLLLoss(log_input=True, full=False))
            write("half-squared-error-through-relu", [z], [y], lambda a, b: nn.MSELoss()(nn.ReLU()(a), b) / 2)
            write("half-squared-error-through-softplus", [z], [y], lambda a, b: nn.MSELoss()(nn.Softplus(threshold=1e9)(a), b) / 2)
            write("half-squared-error-through-exp", [z], [y], lambda a, b: nn.MSELoss()(torch.exp(a), b) / 2)

    # Further out its logarithm of a number close to 1 loses digits.
    for z in eighths:
        for y in (0.0, 0.25, 1.0):
            write("log-loss", [z], [y], nn.BCEWithLogitsLoss())

    for k in (2, 3, 10):
        for _ in range(40):
            z = [dyadic(5) for _ in range(k)]
            label = generator.randrange(k)
            write("softmax-cross-entropy", z, [float(j == label) for j in range(k)], nn.CrossEntropyLoss())

    # With two classes its mean over the classes is half of the one rival there is. Where the margin is exactly 1 it counts
    # no mistake: such points are left out.
    for _ in range(60):
        z = [dyadic(2), dyadic(2)]
        label = generator.randrange(2)
        if abs(z[0] - z[1]) != 1:
            write("crammer-singer", z, [float(j == label) for j in range(2)], of_class(lambda a, b: 2 * nn.MultiMarginLoss()(a, b)))


main()
