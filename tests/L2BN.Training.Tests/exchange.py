"""exchange.py PYTHON CHECKPOINT BATCH OUT: the network of SavedRun in PyTorch. It computes BATCH's "output" of its "input" from the
checkpoint of a C# run, trains three steps, and writes state, "input" and "output" to OUT."""

import json
import struct
import sys
from collections import OrderedDict

import torch
from torch import nn

TYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64, "U8": torch.uint8}


def read(path):
    """Tensors of a safetensors file by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in header.items() if entry["data_offsets"][0] < entry["data_offsets"][1]}


def write(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        value = tensor.detach().contiguous().numpy().tobytes()
        kind = next(name for name, dtype in TYPES.items() if dtype == tensor.dtype)
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(value)]}
        data += value
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main(python, checkpoint, batch, out):
    sys.path.insert(0, python)
    import l2bn

    assert l2bn.status().startswith("native"), l2bn.status()
    net = nn.Sequential(OrderedDict(
        conv=nn.Conv2d(1, 4, 3, padding=1, bias=False), norm=l2bn.L2BatchNorm2d(4), relu=nn.ReLU(), pool=nn.AvgPool2d(2),
        flatten=nn.Flatten(), dropout=nn.Dropout(0.3), fc=nn.Linear(64, 3),
    ))
    average = "ema/"  # of the weights: what a C# run evaluates
    net.load_state_dict({name[len(average):]: value for name, value in read(checkpoint).items() if name.startswith(average)})
    given = read(batch)
    error = float((net.eval()(given["input"]) - given["output"]).abs().max())
    assert error < 1e-5, error
    optimizer = torch.optim.SGD(net.train().parameters(), lr=0.1)
    for step in range(3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(given["input"]), torch.arange(len(given["input"])) % 3).backward()
        optimizer.step()
    output = net.eval()(given["input"])
    assert float((output - given["output"]).abs().max()) > 1e-3
    write(out, {**net.state_dict(), "input": given["input"], "output": output})


main(*sys.argv[1:])
