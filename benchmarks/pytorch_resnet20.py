#!/usr/bin/env python3
"""The training step of `l2bn bench`'s first network in PyTorch for Python: ResNet-20 (option A), batch 128, 3x32x32, SGD with momentum.

    python3 benchmarks/pytorch_resnet20.py [threads]

Prints the median time of a step for plain BatchNorm and for L2BN as torch operators (F.normalize times sqrt(D), then BatchNorm).
To compare like with like, start it with glibc's thresholds raised, as `l2bn` raises them itself:

    MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=2147483647 python3 benchmarks/pytorch_resnet20.py 2
"""
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class L2BatchNorm2d(nn.BatchNorm2d):
    def forward(self, x):
        rows = x.flatten(1)
        return super().forward((F.normalize(rows, dim=1) * rows.shape[1] ** 0.5).view_as(x))


class Block(nn.Module):
    def __init__(self, norm, planes_in, planes, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(planes_in, planes, 3, stride, 1, bias=False)
        self.bn1 = norm(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = norm(planes)
        self.pad = planes // 4 if planes != planes_in else 0

    def forward(self, x):
        shortcut = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad)) if self.pad else x
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu(self.bn2(self.conv2(y)) + shortcut, inplace=True)


def resnet20(norm):
    blocks, planes_in = [], 16
    for planes, stride in ((16, 1), (32, 2), (64, 2)):
        for i in range(3):
            blocks.append(Block(norm, planes_in, planes, stride if i == 0 else 1))
            planes_in = planes
    return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), norm(16), nn.ReLU(inplace=True), *blocks,
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def step_of(norm):
    torch.manual_seed(0)
    model = resnet20(norm)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9)
    x, labels = torch.randn(128, 3, 32, 32), torch.randint(0, 10, (128,))

    def step():
        optimizer.zero_grad()
        F.cross_entropy(model(x), labels).backward()
        optimizer.step()

    return step


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    steps = {"bn": step_of(nn.BatchNorm2d), "l2bn composed": step_of(L2BatchNorm2d)}
    times = {name: [] for name in steps}
    for round_ in range(12):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            if round_ >= 2:
                times[name].append(1000 * (time.perf_counter() - start))
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, ResNet-20, batch 128")
    for name, values in times.items():
        print(f"{name:14} {sorted(values)[len(values) // 2]:7.1f} ms per step")


if __name__ == "__main__":
    main()
