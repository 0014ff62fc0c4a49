"""Activations, evaluated with 60 digits and rounded once.

Each line: activation, number of logits k, logits (k), activations (k). Logits are multiples of a power of two with few
digits, so that a float holds them exactly too.
"""

import random
from decimal import Decimal, getcontext

getcontext().prec = 60
getcontext().Emin = -99999
SPECIAL = [0, 2.0**-30, 2.0**-12, 0.5, 1, 2.75, 5, 10, 15, 18.5, 30, 40, 88, 100, 350, 700, 1000, 10000]
SPECIAL = SPECIAL + [-z for z in SPECIAL[1:]]


def identity(z):
    return z


def sigmoid(z):
    return 1 / (1 + (-z).exp()) if z >= 0 else z.exp() / (1 + z.exp())


def tanh(z):
    return (z.exp() - (-z).exp()) / (z.exp() + (-z).exp())


def softsign(z):
    return z / (1 + abs(z))


def step(z):
    return Decimal(1 if z > 0 else 0)


def relu(z):
    return max(z, Decimal(0))


def softplus(z):
    # ln(1 + x) by its series where the argument of the logarithm is too close to 1.
    x = (-abs(z)).exp()
    return relu(z) + (x - x * x / 2 if x < Decimal("1e-25") else (1 + x).ln())


def exp(z):
    return z.exp()


def softmax(z):
    powers = [(value - max(z)).exp() for value in z]
    return [power / sum(powers) for power in powers]


def write(name, z, evaluate):
    z = [float(value) for value in z]
    result = evaluate([Decimal(value) for value in z])
    print(",".join([name, str(len(z))] + [repr(value) for value in z] + [repr(float(value)) for value in result]))


def main():
    generator = random.Random(20240608)
    for activation in (identity, sigmoid, tanh, softsign):
        for start in range(0, len(SPECIAL), 5):
            write(activation.__name__, SPECIAL[start:start + 5], lambda z: [activation(value) for value in z])
        for _ in range(20):
            points = [generator.randint(-15 * 1024, 15 * 1024) / 1024 for _ in range(5)]
            write(activation.__name__, points, lambda z: [activation(value) for value in z])

    for z in SPECIAL:
        write("softmax", [z, 0], softmax)
    for k in (3, 10, 37):
        for _ in range(20):
            write("softmax", [generator.randint(-40 * 1024, 40 * 1024) / 1024 for _ in range(k)], softmax)

    # The exponential up to what stays finite in float.
    for activation, largest in ((step, 10000), (relu, 10000), (softplus, 10000), (exp, 88)):
        special = [z for z in SPECIAL if z <= largest]
        for start in range(0, len(special), 5):
            write(activation.__name__, special[start:start + 5], lambda z: [activation(value) for value in z])
        for _ in range(20):
            points = [generator.randint(-15 * 1024, 15 * 1024) / 1024 for _ in range(5)]
            write(activation.__name__, points, lambda z: [activation(value) for value in z])


main()
