"""A file that scikit-learn 1.2.1 wrote, and what it reads from it: python3 svmlight.py. Writes svmlight.txt and svmlight.json.

The JSON has labels, row starts, indices (from 0) and values as load_svmlight_file returns them.
"""

import json

import numpy as np
from scipy.sparse import random
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

generator = np.random.RandomState(1)
rows = random(30, 50, density=0.1, format="csr", random_state=generator, data_rvs=lambda n: generator.standard_normal(n) * 10.0 ** generator.randint(-6, 7, n))
targets = generator.standard_normal(30).round(3)
dump_svmlight_file(rows, targets, "svmlight.txt", zero_based=False, comment="Thirty rows.\nSome are empty.")
read, labels = load_svmlight_file("svmlight.txt", n_features=50, zero_based=False)
with open("svmlight.json", "w") as file:
    json.dump({"labels": labels.tolist(), "row_starts": read.indptr.tolist(), "indices": read.indices.tolist(), "values": read.data.tolist()}, file)
    file.write("\n")
