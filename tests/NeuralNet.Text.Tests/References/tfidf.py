"""TfidfTransformer by scikit-learn 1.2.1: python3 tfidf.py > tfidf.json

Counts of rows, 20 columns, and what the transformer makes of them without a norm, with l1 and with l2, and its factors.
"""

import json

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

generator = np.random.RandomState(1)
counts = generator.poisson(np.linspace(0, 1.5, 20), (40, 20)).astype(float)
counts[:, 19] = 1
counts[7] = 0
counts[7, 19] = 3
rows = csr_matrix(counts)
result = {"row_starts": rows.indptr.tolist(), "indices": rows.indices.tolist(), "counts": rows.data.tolist()}
for norm in [None, "l1", "l2"]:
    transformer = TfidfTransformer(norm=norm).fit(rows)
    transformed = transformer.transform(rows)
    transformed.sort_indices()
    result[str(norm)] = transformed.data.tolist()
result["factors"] = transformer.idf_.tolist()
print(json.dumps(result))
