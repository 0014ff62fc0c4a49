"""Balanced weights of classes by scikit-learn.

Each line: case/labels and case/weights, numbers.
"""

import numpy as np
from sklearn.utils.class_weight import compute_class_weight


def write(name, numbers):
    print(",".join([name] + [repr(value) for value in np.asarray(numbers).tolist()]))


def write_case(case, labels):
    write(f"{case}/labels", labels)
    write(f"{case}/weights", compute_class_weight("balanced", classes=np.unique(labels), y=labels))


write_case("two classes", [0] * 5 + [1] * 8)
write_case("one row of one", [1] * 10 + [0])
write_case("three classes", [0, 1, 2, 2, 0, 2, 2, 0, 2, 2, 0])
write_case("already balanced", [0, 1, 2] * 4)
write_case("seven classes", [label for label in range(7) for _ in range(label * label + 1)])
