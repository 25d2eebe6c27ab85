#!/usr/bin/env python3
"""Writes l2bn_golden.json: F.normalize + F.batch_norm as PyTorch computes them, in float64."""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

EPS = 1e-5
STEPS = 3

CASES = [
    # name, shape, scale, affine, momentum (None: cumulative)
    ("1d", (6, 5), "RootDimension", True, 0.1),
    ("1d unit", (6, 5), "Unit", True, 0.1),
    ("1d with length", (3, 4, 7), "Unit", True, 0.3),
    ("2d", (4, 3, 5, 4), "RootDimension", True, 0.1),
    ("2d unit", (4, 3, 5, 4), "Unit", True, 0.1),
    ("2d cumulative", (4, 3, 2, 3), "RootDimension", True, None),
    ("2d not affine", (2, 3, 4, 2), "Unit", False, 0.1),
    ("2d one sample", (1, 4, 3, 3), "RootDimension", True, 0.1),
    ("2d one position", (5, 4, 1, 1), "Unit", True, 0.1),
    ("3d", (3, 2, 2, 3, 2), "RootDimension", True, 0.1),
    ("3d unit", (3, 2, 2, 3, 2), "Unit", True, 0.1),
]


def draw(shape, salt):
    """Numbers between -2 and 2 from a formula: the fractional part of a large sine."""
    count = math.prod(shape)
    index = torch.arange(count, dtype=torch.float64)
    values = torch.sin(index * 12.9898 + salt * 78.233) * 43758.5453
    return ((values - values.floor()) * 4 - 2).reshape(shape)


def normalize(x, scale):
    flat = x.reshape(x.shape[0], -1)
    z = F.normalize(flat, dim=1)
    return (z * math.sqrt(flat.shape[1]) if scale == "RootDimension" else z).reshape(x.shape)


def as_list(tensor):
    return None if tensor is None else tensor.detach().reshape(-1).tolist()


def train(case, step, mean, var, weight, bias):
    name, shape, scale, affine, momentum = case
    x = draw(shape, 1 + step).requires_grad_()
    g = draw(shape, 11 + step)
    factor = 1.0 / (step + 1) if momentum is None else momentum
    y = F.batch_norm(normalize(x, scale), mean, var, weight, bias, True, factor, EPS)
    wanted = [x, weight, bias] if affine else [x]
    grads = torch.autograd.grad(y, wanted, g) + (None, None)
    return {
        "x": as_list(x), "g": as_list(g), "y": as_list(y), "dx": as_list(grads[0]), "dweight": as_list(grads[1]),
        "dbias": as_list(grads[2]), "running_mean": as_list(mean), "running_var": as_list(var),
    }


def evaluate(case, mean, var, weight, bias):
    name, shape, scale, affine, momentum = case
    x = draw(shape, 21).requires_grad_()
    g = draw(shape, 22)
    y = F.batch_norm(normalize(x, scale), mean, var, weight, bias, False, 0.0, EPS)
    wanted = [x, weight, bias] if affine else [x]
    grads = torch.autograd.grad(y, wanted, g) + (None, None)
    return {
        "x": as_list(x), "g": as_list(g), "y": as_list(y),
        "dx": as_list(grads[0]), "dweight": as_list(grads[1]), "dbias": as_list(grads[2]),
    }


def run(case):
    name, shape, scale, affine, momentum = case
    channels = shape[1]
    mean = torch.zeros(channels, dtype=torch.float64)
    var = torch.ones(channels, dtype=torch.float64)
    weight = (draw((channels,), 31) + 3).requires_grad_() if affine else None
    bias = draw((channels,), 32).requires_grad_() if affine else None
    steps = [train(case, step, mean, var, weight, bias) for step in range(STEPS)]
    return {
        "name": name, "shape": list(shape), "scale": scale, "affine": affine, "momentum": momentum,
        "weight": as_list(weight), "bias": as_list(bias), "steps": steps, "evaluation": evaluate(case, mean, var, weight, bias),
    }


def main():
    golden = {"torch": torch.__version__, "eps": EPS, "cases": [run(case) for case in CASES]}
    path = pathlib.Path(__file__).with_name("l2bn_golden.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes, {len(CASES)} cases")


if __name__ == "__main__":
    main()
