"""Makes what PyTorch exports of nn.Linear: linear.onnx (with a softmax), and for each type of numbers a state dict as
safetensors, written with the standard library; rows and what PyTorch predicts of them are in linear.csv.
Debian: python3-torch."""
import hashlib
import json
import struct

import torch

torch.manual_seed(1)
layer = torch.nn.Linear(4, 3)
model = torch.nn.Sequential(layer, torch.nn.Softmax(dim=1))
rows = torch.randn(20, 4)
with torch.no_grad():
    predictions = model(rows)
torch.onnx.export(model, rows, "linear.onnx", opset_version=13, input_names=["x"], output_names=["y"],
                  dynamic_axes={"x": {0: "rows"}, "y": {0: "rows"}})

with open("linear.csv", "w", encoding="ascii") as file:
    for row, prediction in zip(rows.tolist(), predictions.tolist()):
        file.write(",".join(repr(value) for value in row + prediction) + "\n")


def raw(tensor, kind):
    if kind == "BF16":
        return b"".join(struct.pack("<f", value)[2:] for value in tensor.to(torch.bfloat16).float().flatten().tolist())
    code = {"F16": "e", "F32": "f", "F64": "d"}[kind]
    return b"".join(struct.pack("<" + code, value) for value in tensor.flatten().tolist())


for kind in ("F16", "BF16", "F32", "F64"):
    data, header = b"", {}
    for name, tensor in layer.state_dict().items():
        part = raw(tensor, kind)
        header["head." + name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    with open(f"linear-{kind.lower()}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
    print(kind, hashlib.sha256(data).hexdigest())
