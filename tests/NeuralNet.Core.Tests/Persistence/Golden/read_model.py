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
assert metadata["neuralnet.format_version"].split(".")[0] in "12"
assert metadata["neuralnet.data_sha256"] == hashlib.sha256(data).hexdigest()
model = json.loads(metadata["neuralnet.model"])


def tensor(name, count=0):
    if name not in header:  # Its numbers that are not 0, and where they are.
        numbers = dict(zip(tensor(name + ".indices"), tensor(name + ".values")))
        return [numbers.get(index, 0) for index in range(count)]
    entry = header[name]
    start, end = entry["data_offsets"]
    return struct.unpack("<" + str(math.prod(entry["shape"])) + {"F32": "f", "F64": "d", "I32": "i"}[entry["dtype"]], data[start:end])


inputs, outputs = model["inputs"], model["outputs"]
weights, bias = tensor("weights", inputs * outputs), tensor("bias", outputs)
for text in sys.argv[2:]:
    row = [float(value) for value in text.split(",")]
    logits = [sum(x * w for x, w in zip(row, weights[o * inputs:(o + 1) * inputs])) + bias[o] for o in range(outputs)]
    if model["link"] == "softmax":
        powers = [math.exp(z - max(logits)) for z in logits]
        logits = [power / sum(powers) for power in powers]
    print(",".join(repr(value) for value in logits))
