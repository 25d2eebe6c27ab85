"""Times python/l2bn.py against torch's BatchNorm and against the composed form: python3 python/benchmark.py [--threads N] [--rounds N] [--keep-memory]

Prints medians of milliseconds, and medians of ratios that are taken within one round, in which all arms run one after the other.
"""

import argparse
import os
import statistics
import time

os.environ.setdefault("OMP_WAIT_POLICY", "active")

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

import l2bn  # noqa: E402


class Composed(l2bn.L2BatchNorm2d):
    """The layer in torch's operators."""

    def forward(self, input, residual=None, activation=None):
        return l2bn.composed_l2_batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias, self.training,
                                           residual=residual, activation=activation)


class Block(nn.Module):
    """Two convolutions and their shortcut, as in ResNet for CIFAR: zeros for the channels that are new."""

    def __init__(self, norm, inputs, outputs):
        super().__init__()
        self.stride, self.more = outputs // inputs, outputs - inputs
        self.conv1 = nn.Conv2d(inputs, outputs, 3, self.stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm1, self.norm2 = norm(outputs), norm(outputs)

    def forward(self, x):
        shortcut = F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, 0, self.more)) if self.more else x
        y = apply(self.norm1, self.conv1(x))
        return apply(self.norm2, self.conv2(y), shortcut)


def apply(norm, x, residual=None):
    """relu(norm(x) + residual), in one call where the layer has one."""
    if not isinstance(norm, nn.BatchNorm2d):
        return norm(x, residual, "relu")
    return F.relu(norm(x) if residual is None else norm(x) + residual, inplace=True)


class ResNet20(nn.Module):
    """Of 32×32 images."""

    def __init__(self, norm):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 16, 3, 1, 1, bias=False), norm(16)
        widths = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64]
        self.blocks = nn.Sequential(*(Block(norm, a, b) for a, b in zip(widths, widths[1:])))
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.blocks(apply(self.norm, self.conv(x))).mean((2, 3)))


def layer_step(norm):
    layer = norm(64)
    x, g = torch.randn(128, 64, 32, 32, requires_grad=True), torch.randn(128, 64, 32, 32)

    def step():
        x.grad = None
        layer(x).backward(g)

    return step


def network_step(norm):
    net = ResNet20(norm)
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
    images, labels = torch.randn(128, 3, 32, 32), torch.randint(10, (128,))

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(images), labels).backward()
        optimizer.step()

    return step


def measure(name, make, rounds):
    arms = {"l2bn": make(l2bn.L2BatchNorm2d), "bn": make(nn.BatchNorm2d), "composed": make(Composed)}
    times = {arm: [] for arm in arms}
    for round_number in range(rounds + 1):
        for arm, step in arms.items():
            start = time.perf_counter()
            step()
            if round_number > 0:  # the first warms up
                times[arm].append(1e3 * (time.perf_counter() - start))
    print(name + ": " + ", ".join("%s %.1f ms" % (arm, statistics.median(values)) for arm, values in times.items()))
    for arm in ("bn", "composed"):
        ratios = sorted(a / b for a, b in zip(times["l2bn"], times[arm]))
        print("  l2bn / %-8s %.2f   (rounds %.2f to %.2f)" % (arm, statistics.median(ratios), ratios[0], ratios[-1]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="default: the processors of this process")
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    parser.add_argument("--keep-memory", action="store_true", help="call l2bn.keep_freed_memory() first, for all arms")
    options = parser.parse_args()
    if options.threads < 1 or options.rounds < 1:
        parser.error("expected at least 1 thread and 1 round")
    if options.keep_memory and not l2bn.keep_freed_memory():
        parser.error("expected the mallopt of glibc for --keep-memory, got none")
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    print("torch %s, %d threads, %s" % (torch.__version__, options.threads, l2bn.status()))
    measure("forward+backward, 128x64x32x32", layer_step, options.rounds)
    measure("training step of ResNet-20, batch 128", network_step, options.rounds)


if __name__ == "__main__":
    main()
