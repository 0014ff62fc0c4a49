"""Reads a model of NeuralNet.Core with the standard library: the weights and the predictions of the rows that are given as
arguments, each as numbers with commas between."""
import hashlib
import json
import math
import struct
import sys

with open(sys.argv[1], "rb") as file:
    length, = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = file.read()
metadata = header.pop("__metadata__")
assert metadata["neuralnet.format_version"].split(".")[0] == "1"
assert metadata["neuralnet.data_sha256"] == hashlib.sha256(data).hexdigest()
model = json.loads(metadata["neuralnet.model"])


def tensor(name):
    entry = header[name]
    start, end = entry["data_offsets"]
    return struct.unpack("<" + str(math.prod(entry["shape"])) + {"F32": "f", "F64": "d"}[entry["dtype"]], data[start:end])


weights, bias, inputs = tensor("weights"), tensor("bias"), model["inputs"]
for text in sys.argv[2:]:
    row = [float(value) for value in text.split(",")]
    logits = [sum(x * w for x, w in zip(row, weights[o * inputs:(o + 1) * inputs])) + bias[o] for o in range(model["outputs"])]
    if model["link"] == "softmax":
        powers = [math.exp(z - max(logits)) for z in logits]
        logits = [power / sum(powers) for power in powers]
    print(",".join(repr(value) for value in logits))
