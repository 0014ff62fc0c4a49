"""Losses and their derivatives, evaluated with 60 digits and rounded once.

Each line: loss, number of logits k, logits (k), targets (k), loss, derivatives (k). Logits and targets are multiples of a
power of two with few digits, so that a float holds them exactly too.
"""

import random
from decimal import Decimal, getcontext

getcontext().prec = 60
getcontext().Emin = -99999
ONE, TWO, HALF = Decimal(1), Decimal(2), Decimal("0.5")

# Where a naive formula overflows, or cancels: both sides of 0, the ends of double's and float's exponential, and beyond.
SPECIAL = [0, 2.0**-30, 2.0**-12, 0.5, 1, 2.75, 5, 10, 15, 16.5, 20, 30, 36.75, 40, 88, 100, 350, 700, 1000, 10000]
SPECIAL = SPECIAL + [-z for z in SPECIAL[1:]]


def sigmoid(z):
    return ONE / (ONE + (-z).exp()) if z >= 0 else z.exp() / (ONE + z.exp())


def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh(z):
    return ONE - TWO * sigmoid(-TWO * z)


def tanh_slope(z):
    return Decimal(4) * sigmoid_slope(TWO * z)


def softsign(z):
    return z / (ONE + abs(z))


def softsign_slope(z):
    return ONE / (ONE + abs(z)) ** 2


def log1p(x):
    """ln(1 + x), by its series where the argument of the logarithm is too close to 1."""
    return x - x * x / TWO if x < Decimal("1e-25") else (ONE + x).ln()


def softplus(z):
    """ln(1 + e^z)"""
    return max(z, Decimal(0)) + log1p((-abs(z)).exp())


def half_squared_error(z, y):
    return HALF * (z - y) ** 2, z - y


def log_loss(z, y):
    return y * softplus(-z) + (ONE - y) * softplus(z), (ONE - y) * sigmoid(z) - y * sigmoid(-z)


def through(activation, slope):
    return lambda z, y: (HALF * (activation(z) - y) ** 2, (activation(z) - y) * slope(z))


def log_cosh(z, y):
    return abs(z - y) + softplus(-TWO * abs(z - y)) - TWO.ln(), tanh(z - y)


def hinge(z, y):
    sign = TWO * y - ONE
    return max(Decimal(0), ONE - sign * z), -sign if sign * z <= 1 else Decimal(0)


def squared_hinge(z, y):
    sign = TWO * y - ONE
    slack = max(Decimal(0), ONE - sign * z)
    return slack**2, -TWO * sign * slack


def modified_huber(z, y):
    sign = TWO * y - ONE
    return squared_hinge(z, y) if sign * z >= -1 else (-4 * sign * z, -4 * sign)


def perceptron(z, y):
    sign = TWO * y - ONE
    return max(Decimal(0), -sign * z), -sign if sign * z <= 0 else Decimal(0)


def signum(x):
    return Decimal(1 if x > 0 else -1)


def huber(delta):
    def evaluate(z, y):
        error = z - y
        if abs(error) <= delta:
            return HALF * error**2, error
        return delta * (abs(error) - HALF * delta), delta * signum(error)

    return evaluate


def epsilon_insensitive(epsilon, power):
    def evaluate(z, y):
        excess = abs(z - y) - epsilon
        if excess <= 0:
            return Decimal(0), Decimal(0)
        return excess**power, power * excess ** (power - 1) * signum(z - y)

    return evaluate


def quantile(q):
    return lambda z, y: (q * (y - z), -q) if y >= z else ((ONE - q) * (z - y), ONE - q)


def poisson(z, y):
    return z.exp() - y * z, z.exp() - y


def multi_class_margin(margin):
    def evaluate(z, y):
        own = y.index(ONE)
        rival = max((o for o in range(len(z)) if o != own), key=lambda o: z[o])
        shortfall = margin + z[rival] - z[own]
        slopes = [Decimal(0)] * len(z)
        if shortfall >= 0:
            slopes[rival], slopes[own] = ONE, -ONE
        return max(Decimal(0), shortfall), slopes

    return evaluate


def relu(z):
    return max(z, Decimal(0))


def relu_slope(z):
    return Decimal(1 if z > 0 else 0)


def softmax_cross_entropy(z, y):
    largest = max(z)
    powers = [(value - largest).exp() for value in z]
    others = sum(power for j, power in enumerate(powers) if j != z.index(largest))
    loss = sum(target * (largest - value + log1p(others)) for value, target in zip(z, y))
    probabilities = [power / sum(powers) for power in powers]

    # p - y without cancellation: p (1 - y) - (1 - p) y.
    rest = [sum(p for j, p in enumerate(probabilities) if j != i) for i in range(len(z))]
    return loss, [p * (ONE - t) - r * t for p, t, r in zip(probabilities, y, rest)]


def write(name, z, y, evaluate):
    z, y = [float(value) for value in z], [float(value) for value in y]
    decimals = [Decimal(value) for value in z], [Decimal(value) for value in y]
    if len(z) == 1:
        loss, derivative = evaluate(decimals[0][0], decimals[1][0])
        derivatives = [derivative]
    else:
        loss, derivatives = evaluate(*decimals)
    numbers = z + y + [float(loss)] + [float(value) for value in derivatives]
    print(",".join([name, str(len(z))] + [repr(value) for value in numbers]))


def dyadic(low, high, generator):
    return generator.randint(low * 1024, high * 1024) / 1024


def distribution(k, generator):
    """k probabilities, multiples of 1/256, that sum to exactly 1."""
    cuts = sorted(generator.randint(0, 256) for _ in range(k - 1))
    return [(b - a) / 256 for a, b in zip([0] + cuts, cuts + [256])]


def main():
    generator = random.Random(20240607)
    outputwise = [
        ("half-squared-error", half_squared_error, (-3, 5), [-2.5, 0, 1]),
        ("log-loss", log_loss, (0, 1), [0, 1, 0.25]),
        ("half-squared-error-through-sigmoid", through(sigmoid, sigmoid_slope), (0, 1), [0, 1, 0.25]),
        ("half-squared-error-through-tanh", through(tanh, tanh_slope), (-1, 1), [-1, 1, 0.25]),
        ("half-squared-error-through-softsign", through(softsign, softsign_slope), (-1, 1), [-1, 1, 0.25]),
        ("log-cosh", log_cosh, (-3, 5), [-2.5, 0, 1]),
    ]
    for name, evaluate, (low, high), targets in outputwise:
        for z in SPECIAL:
            for y in targets:
                write(name, [z], [y], evaluate)
        for _ in range(60):
            write(name, [dyadic(-15, 15, generator)], [dyadic(low, high, generator)], evaluate)

    for z in SPECIAL:
        for y in ([1, 0], [0, 1], [0.25, 0.75]):
            write("softmax-cross-entropy", [z, 0], y, softmax_cross_entropy)
    for z in ([10000, 0, -10000], [-10000, -10000, 0], [30, 30, 30], [700, -700, 0], [40, 0, -40]):
        for y in ([1, 0, 0], [0, 1, 0], [0, 0, 1], [0.25, 0.5, 0.25]):
            write("softmax-cross-entropy", z, y, softmax_cross_entropy)
    for k in (2, 3, 10):
        for _ in range(30):
            z = [dyadic(-15, 15, generator) for _ in range(k)]
            label = generator.randrange(k)
            write("softmax-cross-entropy", z, [float(j == label) for j in range(k)], softmax_cross_entropy)
            write("softmax-cross-entropy", z, distribution(k, generator), softmax_cross_entropy)

    # Multiples of 1/8 meet the kinks; the largest logits are those that stay finite in float.
    labels, reals, counts = [0, 1], [-2.5, 0, 1], [0, 1, 7]
    eighth = Decimal("0.125")
    kinked = [
        ("hinge", hinge, labels, 10000),
        ("squared-hinge", squared_hinge, labels, 10000),
        ("modified-huber", modified_huber, labels, 10000),
        ("perceptron", perceptron, labels, 10000),
        ("huber(1.25)", huber(Decimal("1.25")), reals, 10000),
        ("epsilon-insensitive(0)", epsilon_insensitive(Decimal(0), 1), reals, 10000),
        ("epsilon-insensitive(0.125)", epsilon_insensitive(eighth, 1), reals, 10000),
        ("squared-epsilon-insensitive(0.125)", epsilon_insensitive(eighth, 2), reals, 10000),
        ("quantile(0.25)", quantile(Decimal("0.25")), reals, 10000),
        ("quantile(0.875)", quantile(Decimal("0.875")), reals, 10000),
        ("poisson", poisson, counts, 88),
        ("half-squared-error-through-relu", through(relu, relu_slope), counts, 10000),
        ("half-squared-error-through-softplus", through(softplus, sigmoid), counts, 10000),
        ("half-squared-error-through-exp", through(Decimal.exp, Decimal.exp), counts, 40),
    ]
    for name, evaluate, targets, largest in kinked:
        for z in SPECIAL + [number / 8 for number in range(-30, 30)]:
            for y in targets:
                if z <= largest:
                    write(name, [z], [y], evaluate)
        for _ in range(30):
            write(name, [dyadic(-15, 15, generator)], [generator.choice(targets)], evaluate)

    for name, margin in (("multi-class-perceptron", Decimal(0)), ("crammer-singer", ONE)):
        for z in ([0, 0], [1, 0], [0, 1], [0, 0, 0], [2, 1, 1], [1, 2, 2], [-10000, 10000, 0], [2.0**-30, 0, -1]):
            for label in range(len(z)):
                write(name, z, [float(j == label) for j in range(len(z))], multi_class_margin(margin))
        for k in (2, 3, 10):
            for _ in range(30):
                label = generator.randrange(k)
                z = [generator.randint(-16, 16) / 8 for _ in range(k)]
                write(name, z, [float(j == label) for j in range(k)], multi_class_margin(margin))


main()
