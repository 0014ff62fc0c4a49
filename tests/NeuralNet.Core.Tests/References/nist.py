"""The exact solutions of the least squares problems of nist.csv, which are those of the numbers in double, by rational arithmetic.

NIST certifies the coefficients of the decimal numbers. Where columns nearly repeat one another, the rounding of the rows to double moves
the solution by more than 15 digits show, so no program that is given the rows can reach all certified digits, but by chance.

    python3 nist.py < nist.csv > nist_exact.csv

Each line: data set/quantity, numbers: the solution, rounded to double, and its digits against the certified values.
"""

import math
import sys
from fractions import Fraction


def solve(matrix, right):
    size = len(right)
    rows = [row + [value] for row, value in zip(matrix, right)]
    for pivot in range(size):
        for row in range(pivot + 1, size):
            factor = rows[row][pivot] / rows[pivot][pivot]
            rows[row] = [value - factor * other for value, other in zip(rows[row], rows[pivot])]
    solution = [Fraction(0)] * size
    for pivot in reversed(range(size)):
        rest = sum(rows[pivot][index] * solution[index] for index in range(pivot + 1, size))
        solution[pivot] = (rows[pivot][size] - rest) / rows[pivot][pivot]
    return solution


def digits(found, certified):
    errors = [abs(float(value / Fraction(of) - 1)) for value, of in zip(found, certified)]
    return min(15 if error == 0 else -math.log10(error) for error in errors)


problems = {}
for line in sys.stdin:
    key, *fields = line.strip().split(",")
    name, quantity = key.split("/")
    problems.setdefault(name, {})[quantity] = [float(field) for field in fields]

for name, problem in problems.items():
    targets = [Fraction(value) for value in problem["targets"]]
    inputs = len(problem["rows"]) // len(targets)
    bias = [Fraction(1)] * (len(problem["certified"]) - inputs)
    rows = [
        bias + [Fraction(value) for value in problem["rows"][start : start + inputs]]
        for start in range(0, len(problem["rows"]), inputs)
    ]
    size = len(rows[0])
    matrix = [[sum(row[i] * row[j] for row in rows) for j in range(size)] for i in range(size)]
    right = [sum(row[i] * target for row, target in zip(rows, targets)) for i in range(size)]
    solution = solve(matrix, right)
    print(",".join([f"{name}/solution"] + [repr(float(value)) for value in solution]))
    print(f"{name}/digits,{min(15, round(digits(solution, problem['certified']), 2))!r}")
