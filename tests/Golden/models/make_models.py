#!/usr/bin/env python3
"""Golden data of the model zoo, made by torchvision: state names with shapes, and outputs for fixed weights and inputs.

    apt-get install python3-torchvision        # Debian 12: torchvision 0.14.1, torch 1.13
    /usr/bin/python3 make_models.py            # writes state-NAME.txt and outputs.json next to itself

Weights and inputs follow a formula that needs no file: value k of the tensor called NAME is u = hash(fnv1a(NAME) + k) / 2^24 in [0, 1)
with the 24 high bits of a 32-bit integer hash ("lowbias32"), and with v = 2u - 1
    weights of two or more dimensions       v * sqrt(6 / fan_in)
    gains and running variances             1 + v / 10
    shifts, biases and running means        v / 10
    num_batches_tracked                     0
    "input"                                 v
Everything is computed in double precision. FixedWeights.cs in tests/L2BN.Models.Tests is its twin.
"""
import json
import math
import os

import numpy as np
import torch
import torchvision
from torchvision.models import densenet, mobilenet_v2, resnet18, resnet34, resnet50, vgg16_bn

HERE = os.path.dirname(os.path.abspath(__file__))


def vgg16_cifar(classes):
    model = vgg16_bn(num_classes=classes)
    model.avgpool = torch.nn.AdaptiveAvgPool2d(1)
    model.classifier[0] = torch.nn.Linear(512, 4096)
    return model


def densenet_bc100(classes):
    model = densenet.DenseNet(growth_rate=12, block_config=(16, 16, 16), num_init_features=24, num_classes=classes)
    model.features.conv0 = torch.nn.Conv2d(3, 24, 3, padding=1, bias=False)
    del model.features.norm0, model.features.relu0, model.features.pool0
    return model


MODELS = {
    "resnet18_imagenet": (lambda classes: resnet18(num_classes=classes), 1000, (2, 3, 64, 64)),
    "resnet34_imagenet": (lambda classes: resnet34(num_classes=classes), 1000, (2, 3, 64, 64)),
    "resnet50_imagenet": (lambda classes: resnet50(num_classes=classes), 1000, (2, 3, 64, 64)),
    "mobilenet_v2_imagenet": (lambda classes: mobilenet_v2(num_classes=classes), 1000, (2, 3, 64, 64)),
    "vgg16": (vgg16_cifar, 100, (2, 3, 32, 32)),
    "densenet_bc100": (densenet_bc100, 10, (2, 3, 32, 32)),
}


def fnv1a(name):
    h = 2166136261
    for byte in name.encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def fixed(name, shape):
    """v in [-1, 1)."""
    count = int(np.prod(shape)) if len(shape) else 1
    x = (np.arange(count, dtype=np.uint64) + fnv1a(name)).astype(np.uint32)
    x ^= x >> np.uint32(16)
    x = (x.astype(np.uint64) * 0x7FEB352D).astype(np.uint32)
    x ^= x >> np.uint32(15)
    x = (x.astype(np.uint64) * 0x846CA68B).astype(np.uint32)
    x ^= x >> np.uint32(16)
    u = (x >> np.uint32(8)).astype(np.float64) / 2**24
    return torch.tensor((2 * u - 1).reshape(shape))


def value(name, tensor):
    if name.endswith("num_batches_tracked"):
        return torch.zeros_like(tensor)
    v = fixed(name, tuple(tensor.shape))
    if tensor.ndim > 1:
        return v * math.sqrt(6 / (tensor.numel() / tensor.shape[0]))
    is_gain = name.endswith(".weight") or name.endswith(".running_var")
    return 1 + v / 10 if is_gain else v / 10


def golden(create, shape):
    model = create(10).double()
    model.load_state_dict({name: value(name, tensor) for name, tensor in model.state_dict().items()})
    x = fixed("input", shape)
    model.eval()
    with torch.no_grad():
        result = {"input": list(shape), "eval": model(x).flatten().tolist()}
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    y = model(x)
    y.square().mean().backward()
    first = next(p for p in model.parameters())
    last = [b for n, b in model.named_buffers() if n.endswith("running_var")][-1]
    return result | {"train": y.flatten().tolist(), "gradient": first.grad.flatten()[:16].tolist(), "running_var": last[:16].tolist()}


def main():
    outputs = {"made_by": f"torch {torch.__version__}, torchvision {torchvision.__version__}"}
    for name, (create, classes, shape) in MODELS.items():
        with open(os.path.join(HERE, f"state-{name}.txt"), "w") as file:
            for key, tensor in sorted(create(classes).state_dict().items()):
                print(key, "x".join(map(str, tensor.shape)) or "scalar", file=file)
        outputs[name] = golden(create, shape)
    with open(os.path.join(HERE, "outputs.json"), "w") as file:
        json.dump(outputs, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
