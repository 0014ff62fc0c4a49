"""Standard errors and HC1 of the regressions that NIST certifies, in exact arithmetic on the rows of nist.csv, which are doubles.

Each line: data set/quantity, numbers, the intercept first; errors end with the residual standard deviation.
"""

from fractions import Fraction
from math import isqrt


def root(square):
    """The square root of a fraction, to more digits than a double has."""
    scale = 1 << 400
    return Fraction(isqrt(int(square * scale * scale)), scale)


def inverse(matrix):
    size = len(matrix)
    rows = [row + [Fraction(int(place == column)) for column in range(size)] for place, row in enumerate(matrix)]
    for column in range(size):
        pivot = next(place for place in range(column, size) if rows[place][column] != 0)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for place in range(size):
            factor = rows[place][column]
            if place != column and factor != 0:
                rows[place] = [value - factor * other for value, other in zip(rows[place], rows[column])]
    return [row[size:] for row in rows]


def product(left, right):
    columns = list(zip(*right))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in left]


with open("nist.csv") as file:
    lines = [line.rstrip("\n").split(",") for line in file]
data = {fields[0]: [Fraction(float(field)) for field in fields[1:]] for fields in lines}

for name in ["norris", "pontius", "noint1", "noint2", "longley", "filip", "wampler3", "wampler4", "wampler5"]:
    targets = data[name + "/targets"]
    numbers = data[name + "/rows"]
    count = len(targets)
    inputs = len(numbers) // count
    first = [Fraction(1)] if len(data[name + "/certified"]) > inputs else []
    rows = [first + numbers[row * inputs:(row + 1) * inputs] for row in range(count)]
    columns = list(zip(*rows))
    bread = inverse(product(columns, rows))
    weights = product(bread, product(columns, [[target] for target in targets]))
    residuals = [target - predicted[0] for target, predicted in zip(targets, product(rows, weights))]
    freedom = count - len(columns)
    variance = sum(residual * residual for residual in residuals) / freedom
    meat = product(columns, [[residual * residual * value for value in row] for residual, row in zip(residuals, rows)])
    sandwich = product(product(bread, meat), bread)
    errors = [root(bread[place][place] * variance) for place in range(len(columns))] + [root(variance)]
    robust = [root(sandwich[place][place] * count / freedom) for place in range(len(columns))]
    print(",".join([name + "/errors"] + [repr(float(value)) for value in errors]))
    print(",".join([name + "/robust"] + [repr(float(value)) for value in robust]))
