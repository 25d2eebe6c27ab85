"""cuDNN's BatchNorm2d at the shapes of L2BN.Cuda.Benchmarks, and the ratios of the two.

python3 compare.py L2BN.json [OUT.json]      L2BN.json is what L2BN.Cuda.Benchmarks wrote on the same device.

Times are medians of graph replays with inputs that rotate through more memory than the L2 cache, as there. BatchNorm is what
torch.nn.functional.batch_norm runs, which is cuDNN's where PyTorch uses it; ReLU follows as an operator in place.
"""
import json
import statistics
import sys

import torch

ROTATED_BYTES = 400 << 20
ROUNDS = 9
TYPES = {"Float32": torch.float32, "Float16": torch.float16, "BFloat16": torch.bfloat16}
FORMATS = {"ChannelsFirst": torch.contiguous_format, "ChannelsLast": torch.channels_last}


class Graph:
    """Calls that were captured once and are replayed; on a CPU, where there are no graphs, just called."""

    def __init__(self, work, calls):
        self.work, self.calls, self.graph = work, calls, None
        if not torch.cuda.is_available():
            return
        stream = torch.cuda.Stream()
        with torch.cuda.stream(stream):
            for k in range(3):
                work(k)
        torch.cuda.synchronize()
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            for k in range(calls):
                work(k)

    def milliseconds(self):
        if self.graph is None:
            self.work(0)
            return 1.0
        times = []
        for _ in range(ROUNDS + 1):
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            self.graph.replay()
            end.record()
            end.synchronize()
            times.append(start.elapsed_time(end) / self.calls)
        return statistics.median(times[1:])


def measure(layer):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    shape = [layer["Samples"], layer["Channels"], layer["Height"], layer["Width"]]
    kind, relu = TYPES[layer["Type"]], layer["Activation"] == "Relu"
    size = torch.Size(shape).numel() * (4 if kind == torch.float32 else 2)
    sets = int(min(max(ROTATED_BYTES // (4 * size), 1), 32))

    def random():
        return torch.randn(shape, device=device).to(kind).contiguous(memory_format=FORMATS[layer["Layout"]])

    inputs = [random().requires_grad_() for _ in range(sets)]
    gradients = [random() for _ in range(sets)]
    weight = torch.ones(shape[1], device=device, requires_grad=True)
    bias = torch.zeros(shape[1], device=device, requires_grad=True)
    mean, variance = torch.zeros(shape[1], device=device), torch.ones(shape[1], device=device)

    def forward(k):
        y = torch.nn.functional.batch_norm(inputs[k % sets], mean, variance, weight, bias, True, 0.1, 1e-5)
        return y.relu_() if relu else y

    def forward_without_graph(k):
        with torch.no_grad():
            forward(k)

    outputs = [forward(k) for k in range(sets)]

    def backward(k):
        torch.autograd.grad(outputs[k % sets], [inputs[k % sets], weight, bias], gradients[k % sets], retain_graph=True)

    calls = max(sets, 32) // sets * sets
    return Graph(forward_without_graph, calls).milliseconds(), Graph(backward, calls).milliseconds()


def main():
    with open(sys.argv[1]) as file:
        measured = json.load(file)
    name = torch.cuda.get_device_name() if torch.cuda.is_available() else "no CUDA device: a rehearsal, times are made up"
    print(f"{name}, PyTorch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}")
    copy = measured["copy_gb_per_s"]
    print(f"copy of 256 MiB: {copy:.0f} GB/s, read and written")
    print(f"{'shape':18} {'type':9} {'layout':14} {'act':9} | {'forward ms: l2bn':>16} {'bn':>8} {'ratio':>6} {'of copy':>7} "
          f"| {'backward ms: l2bn':>17} {'bn':>8} {'ratio':>6} {'of copy':>7}")
    rows = []
    for layer in measured["layers"]:
        forward, backward = measure(layer)
        mine, back = layer["ForwardMs"], layer["BackwardMs"]
        shape = "x".join(str(layer[k]) for k in ("Samples", "Channels", "Height", "Width"))
        share, share_back = 3 * layer["TensorBytes"] / mine / 1e6 / copy, 5 * layer["TensorBytes"] / back / 1e6 / copy
        print(f"{shape:18} {layer['Type']:9} {layer['Layout']:14} {layer['Activation']:9} "
              f"| {mine:16.4f} {forward:8.4f} {mine / forward:6.2f} "
              f"{share:7.2f} | {back:17.4f} {backward:8.4f} {back / backward:6.2f} {share_back:7.2f}", flush=True)
        rows.append({**layer, "BnForwardMs": forward, "BnBackwardMs": backward})
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w") as file:
            json.dump({"device": name, "copy_gb_per_s": copy, "layers": rows}, file)


main()
