"""Losses with kinks without a penalty, of the data sets in newton.csv, by the simplex method of HiGHS (scipy.optimize.linprog).

Each line: kind data set/objective, number. The objective is the sum over the rows of weight times loss.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity


def read_sets(file):
    with open(file, encoding="utf-8") as lines:
        fields = [line.rstrip("\n").split(",") for line in lines]
    return {name: np.array([float(number) for number in numbers]) for name, *numbers in fields}


def minimize(terms, weights):
    """min sum weights * max(0, sign * z + offset), z = x w + b, over terms (signed rows, offsets)."""
    rows = np.vstack([signed for signed, _ in terms])
    offsets = np.concatenate([offset for _, offset in terms])
    costs = np.concatenate([weights] * len(terms))
    count, variables = rows.shape
    solution = linprog(
        np.concatenate([np.zeros(variables), costs]),
        A_ub=hstack([csr_matrix(rows), -identity(count)]),
        b_ub=-offsets,
        bounds=[(None, None)] * variables + [(0, None)] * count,
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    assert solution.status == 0, solution.message
    w = solution.x[:variables]
    return (costs * np.maximum(0, rows @ w + offsets)).sum()


def main():
    sets = read_sets("newton.csv")
    for name in [key[:-5] for key in sets if key.endswith("/rows")]:
        y = sets[name + "/targets"]
        x = sets[name + "/rows"].reshape(len(y), -1)
        weights = sets.get(name + "/weights", np.ones(len(y)))
        scaled = (x - x.mean(axis=0)) / np.where(x.std(axis=0) > 0, x.std(axis=0), 1)
        rows = np.column_stack([np.ones(len(y)), scaled])
        if name.startswith("linear "):
            epsilon = round(0.3 * y.std(), 3)
            objective = minimize([(rows, -y - epsilon), (-rows, y - epsilon)], weights)
            print(f"epsilon {epsilon} {name}/objective,{objective:.17g}")
        elif name.startswith("logistic "):
            sign = 1 - 2 * y
            print(f"hinge {name}/objective,{minimize([(rows * sign[:, None], np.ones(len(y)))], weights):.17g}")


if __name__ == "__main__":
    main()
