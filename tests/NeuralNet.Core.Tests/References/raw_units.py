"""Optima of regressions on raw columns: least squares in exact fractions, logistic and Poisson regression by Newton in 60 digits.

Each line: problem/quantity, numbers: rows [rows x inputs], targets, weights of rows where there are any, and the optimum: the bias, then
the weights, and the mean loss (half the squared error; log loss). Longley: J. W. Longley, 1967, as NIST's StRD has it. mtcars: Motor Trend
1974, as R's datasets has it.
"""

from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60

LONGLEY = """60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962"""

MTCARS = """21.0 6 160 110 3.90 2.620 16.46 0 1 4 4
21.0 6 160 110 3.90 2.875 17.02 0 1 4 4
22.8 4 108 93 3.85 2.320 18.61 1 1 4 1
21.4 6 258 110 3.08 3.215 19.44 1 0 3 1
18.7 8 360 175 3.15 3.440 17.02 0 0 3 2
18.1 6 225 105 2.76 3.460 20.22 1 0 3 1
14.3 8 360 245 3.21 3.570 15.84 0 0 3 4
24.4 4 146.7 62 3.69 3.190 20.00 1 0 4 2
22.8 4 140.8 95 3.92 3.150 22.90 1 0 4 2
19.2 6 167.6 123 3.92 3.440 18.30 1 0 4 4
17.8 6 167.6 123 3.92 3.440 18.90 1 0 4 4
16.4 8 275.8 180 3.07 4.070 17.40 0 0 3 3
17.3 8 275.8 180 3.07 3.730 17.60 0 0 3 3
15.2 8 275.8 180 3.07 3.780 18.00 0 0 3 3
10.4 8 472.0 205 2.93 5.250 17.98 0 0 3 4
10.4 8 460.0 215 3.00 5.424 17.82 0 0 3 4
14.7 8 440.0 230 3.23 5.345 17.42 0 0 3 4
32.4 4 78.7 66 4.08 2.200 19.47 1 1 4 1
30.4 4 75.7 52 4.93 1.615 18.52 1 1 4 2
33.9 4 71.1 65 4.22 1.835 19.90 1 1 4 1
21.5 4 120.1 97 3.70 2.465 20.01 1 0 3 1
15.5 8 318.0 150 2.76 3.520 16.87 0 0 3 2
15.2 8 304.0 150 3.15 3.435 17.30 0 0 3 2
13.3 8 350.0 245 3.73 3.840 15.41 0 0 3 4
19.2 8 400.0 175 3.08 3.845 17.05 0 0 3 2
27.3 4 79.0 66 4.08 1.935 18.90 1 1 4 1
26.0 4 120.3 91 4.43 2.140 16.70 0 1 5 2
30.4 4 95.1 113 3.77 1.513 16.90 1 1 5 2
15.8 8 351.0 264 4.22 3.170 14.50 0 1 5 4
19.7 6 145.0 175 3.62 2.770 15.50 0 1 5 6
15.0 8 301.0 335 3.54 3.570 14.60 0 1 5 8
21.4 4 121.0 109 4.11 2.780 18.60 1 1 4 2"""


def solve(matrix, right):
    """Gauss with the largest pivot, exact in fractions."""
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            rows[row] = [left - factor * right for left, right in zip(rows[row], rows[column])]
    solution = [0] * size
    for row in reversed(range(size)):
        known = sum(rows[row][column] * solution[column] for column in range(row + 1, size))
        solution[row] = (rows[row][size] - known) / rows[row][row]
    return solution


def least_squares(inputs, targets):
    design = [[Fraction(1)] + row for row in inputs]
    size = len(design[0])
    normal = [[sum(row[a] * row[b] for row in design) for b in range(size)] for a in range(size)]
    right = [sum(row[a] * target for row, target in zip(design, targets)) for a in range(size)]
    solution = solve(normal, right)
    errors = [sum(w * x for w, x in zip(solution, row)) - target for row, target in zip(design, targets)]
    return solution, sum(error * error for error in errors) / (2 * len(targets))


def newton(inputs, targets, weights, mean):
    """The optimum of a generalized linear model with the canonical link."""
    design = [[Decimal(1)] + row for row in inputs]
    size = len(design[0])
    point = [Decimal(0)] * size
    for _ in range(60):
        rates = [mean(sum(w * x for w, x in zip(point, row))) for row in design]
        slopes = [sum(weight * (target - rate[0]) * row[a] for row, target, rate, weight in zip(design, targets, rates, weights)) for a in range(size)]
        bends = [[sum(weight * rate[1] * row[a] * row[b] for row, rate, weight in zip(design, rates, weights)) for b in range(size)] for a in range(size)]
        step = solve(bends, slopes)
        largest = max(abs(value) for value in step)
        point = [left + (right / max(1, largest / 2) if mean is poisson else right) for left, right in zip(point, step)]
    return point


def logistic(logit):
    share = 1 / (1 + (-logit).exp())
    return share, share * (1 - share)


def poisson(logit):
    rate = logit.exp()
    return rate, rate


def write(problem, quantity, numbers):
    print(",".join([f"{problem}/{quantity}"] + [repr(float(number)) for number in numbers]))


def table(text):
    rows = [[Fraction(value) for value in line.split()] for line in text.splitlines()]
    return [row[1:] for row in rows], [row[0] for row in rows]


for name, text in (("longley", LONGLEY), ("mtcars", MTCARS)):
    inputs, targets = table(text)
    optimum, loss = least_squares(inputs, targets)
    write(name, "rows", [value for row in inputs for value in row])
    write(name, "targets", targets)
    write(name, "optimum", optimum)
    write(name, "loss", [loss])

# Air pressure in pascal, and something that follows it.
inputs = [[Fraction(101325 + 25 * (((7 * row) % 41) - 20))] for row in range(40)]
targets = [(row[0] - 101325) / 250 + Fraction(((13 * number) % 17) - 8, 16) for number, row in enumerate(inputs)]
optimum, loss = least_squares(inputs, targets)
mean = sum(targets) / len(targets)
write("pressure", "rows", [row[0] for row in inputs])
write("pressure", "targets", targets)
write("pressure", "optimum", optimum)
write("pressure", "r2", [1 - 2 * loss * len(targets) / sum((target - mean) ** 2 for target in targets)])

# One input around a million, and labels that depend on where.
inputs = [[Decimal(1000000) + Decimal(((11 * row) % 64) - 32) / 32] for row in range(64)]
labels = [Decimal(1) if (row[0] - 1000000) + Decimal(((23 * number) % 19) - 9) / 10 > 0 else Decimal(0) for number, row in enumerate(inputs)]
ones = [Decimal(1)] * len(labels)
optimum = newton([[row[0] - 1000000] for row in inputs], labels, ones, logistic)
losses = [(1 + (-(sign * (optimum[0] + optimum[1] * (row[0] - 1000000)))).exp()).ln() for row, label in zip(inputs, labels) for sign in [2 * label - 1]]
write("million", "rows", [row[0] for row in inputs])
write("million", "targets", labels)
write("million", "optimum", [optimum[0] - 1000000 * optimum[1], optimum[1]])
write("million", "loss", [sum(losses) / len(losses)])

# Six rows of a few millionths.
inputs = [[Decimal(value) / 10 ** 6] for value in ("-2", "-1", "0.5", "1", "2", "3")]
labels = [Decimal(value) for value in (0, 1, 0, 1, 0, 1)]
optimum = newton([[row[0] * 10 ** 6] for row in inputs], labels, [Decimal(1)] * 6, logistic)
write("millionths", "rows", [row[0] for row in inputs])
write("millionths", "targets", labels)
write("millionths", "optimum", [optimum[0], optimum[1] * 10 ** 6])

# Counts of claims by age and kind, each with the months it was exposed: the rate per month, weighted by the months.
inputs = [[Decimal(20 + 5 * (row % 10)), Decimal(row // 10)] for row in range(20)]
months = [Decimal(12 + ((7 * row) % 30)) for row in range(20)]
counts = [Decimal(int(months[row] * (Decimal("0.9") - Decimal("0.05") * (row % 10) + Decimal("0.3") * (row // 10)) / 4) + (row * 5) % 3) for row in range(20)]
rates = [count / month for count, month in zip(counts, months)]
optimum = newton(inputs, rates, months, poisson)
write("claims", "rows", [value for row in inputs for value in row])
write("claims", "targets", rates)
write("claims", "weights", months)
write("claims", "optimum", optimum)
