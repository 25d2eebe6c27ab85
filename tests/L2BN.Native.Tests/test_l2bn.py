"""Tests of python/l2bn.py with the library: /usr/bin/python3 tests/L2BN.Native.Tests/test_l2bn.py [-v]"""

import copy
import ctypes
import ctypes.util
import importlib.util
import itertools
import os
import signal
import subprocess
import sys
import types
import unittest
import warnings

import torch
from torch import nn
from torch.autograd import gradcheck, gradgradcheck

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "python"))
import l2bn  # noqa: E402


def wide(tensor):
    return None if tensor is None else tensor.detach().double().requires_grad_(tensor.requires_grad)


def difference(actual, expected):
    """The largest error relative to the largest value."""
    return float((actual.double() - expected.double()).abs().max() / expected.double().abs().max().clamp_min(1e-30))


def run(function, tensors, training, options, residual):
    """Output, gradients of everything that has one, and the running statistics afterwards."""
    x, weight, bias, mean, variance, gradient = tensors
    mean, variance = mean.clone(), variance.clone()
    r = None if residual is None else residual
    y = function(x, mean, variance, weight, bias, training, 0.3, residual=r, **options)
    wanted = [t for t in (x, weight, bias, r) if t is not None]
    return [y, mean, variance, *torch.autograd.grad(y, wanted, gradient.to(y.dtype))]


class EqualsComposed(unittest.TestCase):
    SHAPES = [(16, 3), (9, 8, 11), (4, 16, 9, 7), (3, 8, 4, 5, 6), (5, 1, 6, 6), (6, 7, 1, 1)]

    def compare(self, shape, dtype, parameters, training, options, with_residual, layout, tolerance):
        torch.manual_seed(1)
        x = (3 * torch.randn(shape) + 1).to(dtype)
        if layout == "last" and len(shape) > 3:
            x = x.contiguous(memory_format=torch.channels_last if len(shape) == 4 else torch.channels_last_3d)
        elif layout == "strided":
            x = x.transpose(0, -1).contiguous().transpose(0, -1)
        residual = torch.randn(shape).to(dtype).requires_grad_() if with_residual else None
        c = shape[1]
        vectors = [(torch.rand(c) + 0.5).to(parameters).requires_grad_(), torch.randn(c).to(parameters).requires_grad_(),
                   torch.randn(c).to(parameters), (torch.rand(c) + 0.5).to(parameters)]
        tensors = [x.requires_grad_(), *vectors, torch.randn(shape).to(dtype)]
        self.assertTrue(l2bn._can_use_library(x, *vectors[:2], residual, *vectors[2:], training))
        actual = run(l2bn.l2_batch_norm, tensors, training, options, residual)
        expected = run(l2bn.composed_l2_batch_norm, [wide(t) for t in tensors], training, options, wide(residual))
        self.assertEqual(x.stride() if layout != "strided" else actual[0].stride(), actual[0].stride())
        for name, a, b in zip(("y", "mean", "variance", "dx", "dw", "db", "dr"), actual, expected):
            self.assertLess(difference(a, b), tolerance, (name, shape, dtype, training, options, layout))

    def test_every_type_layout_and_option(self):
        kinds = [(torch.float32, torch.float32, 2e-5), (torch.float64, torch.float64, 1e-12),
                 (torch.bfloat16, torch.float32, 2e-2), (torch.bfloat16, torch.bfloat16, 2e-2)]
        options = [{}, {"scale": "unit", "eps": 1e-3}, {"activation": "relu"}, {"activation": "leaky_relu", "negative_slope": 0.2}]
        for shape, kind, training, residual in itertools.product(self.SHAPES, kinds, (True, False), (True, False)):
            for i, layout in enumerate(("first", "last", "strided")):
                dtype, parameters, tolerance = kind
                # A mask that is computed from rounded values differs where the value is nearly 0.
                exact = [o for o in options if dtype != torch.bfloat16 or "activation" not in o]
                self.compare(shape, dtype, parameters, training, exact[(i + len(shape)) % len(exact)], residual, layout, tolerance)

    def test_other_types_are_composed(self):
        x = torch.randn(4, 3, 5, 5)
        half, integers = x.half(), torch.ones(4, 3)
        self.assertFalse(l2bn._can_use_library(half, None, None, None, None, None, True))
        self.assertFalse(l2bn._can_use_library(x, torch.ones(3).double(), None, None, None, None, True))
        y = l2bn.l2_batch_norm(x.bfloat16(), None, None, torch.ones(3).bfloat16(), torch.zeros(3).float(), True)
        self.assertEqual(torch.bfloat16, y.dtype)
        self.assertTrue(torch.isfinite(l2bn.l2_batch_norm(integers, None, None, training=True)).all())

    def test_large_small_and_zero_samples(self):
        torch.manual_seed(2)
        x = torch.randn(8, 4, 6, 6)
        expected = l2bn.l2_batch_norm(x, None, None, training=True)
        for factor in (1e19, 1e-19):  # squares overflow and vanish
            for function in (l2bn.l2_batch_norm, l2bn.composed_l2_batch_norm):
                actual = function(x * factor, None, None, training=True, norm_eps=1e-30)
                self.assertLess(difference(actual, expected), 1e-5, (factor, function))
        x[3], x[5] = 0, x[5] * 1e-15
        for function in (l2bn.l2_batch_norm, l2bn.composed_l2_batch_norm):
            leaf = x.clone().requires_grad_()
            function(leaf, None, None, training=True).square().mul(torch.rand(8, 4, 6, 6)).sum().backward()
            self.assertEqual(0, leaf.grad[[3, 5]].abs().max())
            self.assertTrue(torch.isfinite(leaf.grad).all())
            self.assertGreater(float(leaf.grad[0].abs().max()), 0)

    def test_gradients_of_every_order(self):
        torch.manual_seed(3)
        x = torch.randn(3, 2, 3, 1, dtype=torch.float64, requires_grad=True)
        r = torch.randn(3, 2, 3, 1, dtype=torch.float64, requires_grad=True)
        w, b = (torch.randn(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
        mean, variance = torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)
        for training, activation, residual in itertools.product((True, False), l2bn.ACTIVATIONS, (r, None)):
            def function(x, w, b, *r):
                return l2bn.l2_batch_norm(x, mean.clone(), variance.clone(), w, b, training, activation=activation,
                                          residual=r[0] if r else None)

            inputs = (x, w, b) if residual is None else (x, w, b, residual)
            self.assertTrue(gradcheck(function, inputs))
            self.assertTrue(gradgradcheck(function, inputs))
        only_bias = l2bn.l2_batch_norm(x.detach(), None, None, w.detach(), b, True).sum()
        self.assertLess(float((torch.autograd.grad(only_bias, b)[0] - 9).abs().max()), 1e-9)


class Layers(unittest.TestCase):
    def test_state_is_that_of_batch_norm(self):
        torch.manual_seed(4)
        for bn, ours in ((nn.BatchNorm1d, l2bn.L2BatchNorm1d), (nn.BatchNorm2d, l2bn.L2BatchNorm2d),
                         (nn.BatchNorm3d, l2bn.L2BatchNorm3d)):
            theirs = bn(5)
            nn.init.normal_(theirs.weight)
            layer = ours(5)
            layer.load_state_dict(theirs.state_dict())
            self.assertEqual(list(theirs.state_dict()), list(layer.state_dict()))
            self.assertTrue(torch.equal(theirs.weight, layer.weight))
            self.assertNotIsInstance(layer, nn.modules.batchnorm._BatchNorm)

    def test_training_and_evaluation(self):
        torch.manual_seed(5)
        layer, average = l2bn.L2BatchNorm2d(3), l2bn.L2BatchNorm2d(3, momentum=None)
        batches = [torch.randn(6, 3, 4, 4) + i for i in range(3)]
        expected = []
        for x in batches:
            layer(x), average(x)
            z = x * 48**0.5 / x.flatten(1).norm(dim=1).view(-1, 1, 1, 1)
            expected.append(z.transpose(0, 1).flatten(1).var(1))
        self.assertEqual(3, int(layer.num_batches_tracked))
        self.assertLess(difference(average.running_var, torch.stack(expected).mean(0)), 1e-6)
        y = layer.eval()(batches[0])
        self.assertFalse(torch.equal(y, layer.train()(batches[0])))
        self.assertEqual(4, int(layer.num_batches_tracked))
        copy.deepcopy(layer)(batches[0])
        self.assertIn("scale=root_dimension", repr(layer))

    def test_errors_come_before_the_statistics_change(self):
        layer = l2bn.L2BatchNorm2d(3)
        before = copy.deepcopy(layer.state_dict())
        for bad, word in ((torch.randn(2, 3), "4D"), (torch.randn(2, 4, 5, 5), "3 channels"), (torch.randn(1, 3, 1, 1), "more than 1")):
            with self.assertRaisesRegex(ValueError, word):
                layer(bad)
        x = torch.randn(2, 3, 4, 4)
        for arguments, word in (((x, x[:1]), "residual"), ((x, None, "tanh"), "activation"), ((x, None, "relu", -1.0), "negative_slope")):
            with self.assertRaisesRegex(ValueError, word):
                layer(*arguments)
        with self.assertRaisesRegex(ValueError, "scale"):
            l2bn.L2BatchNorm2d(3, scale="none")
        self.assertTrue(all(torch.equal(before[name], value) for name, value in layer.state_dict().items()))

    def test_conversion_of_a_model(self):
        inner = nn.Sequential(nn.ReLU(), nn.BatchNorm2d(4, affine=False))
        model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4, momentum=0.2), inner)
        model[1].weight.requires_grad_(False)
        state = copy.deepcopy(model.state_dict())
        converted = l2bn.to_l2bn(model.eval(), scale="unit")
        self.assertIsInstance(converted[1], l2bn.L2BatchNorm2d)
        self.assertEqual((0.2, "unit", False, False), (converted[1].momentum, converted[1].scale, converted[1].training,
                                                       converted[1].weight.requires_grad))
        self.assertTrue(all(torch.equal(state[name], value) for name, value in converted.state_dict().items()))

    def test_tracing_records_operators(self):
        model = nn.Sequential(nn.Conv2d(1, 4, 3), l2bn.L2BatchNorm2d(4)).eval()
        x = torch.randn(2, 1, 6, 6)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", torch.jit.TracerWarning)
            traced = torch.jit.trace(model, x)
        self.assertLess(difference(traced(3 * x), model(3 * x)), 1e-5)


class CustomOperators(unittest.TestCase):
    """torch.library.custom_op of torch 2.4, as far as l2bn.py uses it, on autograd.Function: the code for it runs here; torch's own does
    not."""

    class Operator:
        def __init__(self, function):
            self.function, self.fake, self.node = function, None, None

        def register_fake(self, fake):
            self.fake = fake
            return fake

        def register_autograd(self, backward, *, setup_context):
            function = self.function

            class Node(torch.autograd.Function):
                @staticmethod
                def forward(ctx, *inputs):
                    output = function(*inputs)
                    setup_context(ctx, inputs, output)
                    return output

            Node.backward = staticmethod(lambda ctx, *gradients: backward(ctx, *gradients))
            self.node = Node

        def __call__(self, *inputs):
            result = self.node.apply(*inputs) if self.node else self.function(*inputs)
            if not torch.is_tensor(result):
                for actual, expected in zip(result, self.fake(*inputs), strict=True):
                    assert actual.shape == expected.shape and actual.dtype == expected.dtype, (actual.shape, expected.shape)
                    assert actual.numel() == 0 or actual.stride() == expected.stride()
            return result

    def test_gradients(self):
        torch.library.custom_op = lambda name, mutates_args: self.Operator
        try:
            spec = importlib.util.spec_from_file_location("l2bn_operators", l2bn.__file__)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
        finally:
            del torch.library.custom_op
        self.assertIsInstance(module._call_forward, self.Operator)
        torch.manual_seed(6)
        x, r = (torch.randn(3, 2, 3, 1, dtype=torch.float64, requires_grad=True) for _ in range(2))
        w = torch.randn(2, dtype=torch.float64, requires_grad=True)
        for training, activation in itertools.product((True, False), (None, "relu")):
            def function(x, w, r):
                mean, variance = torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)
                return module.l2_batch_norm(x, mean, variance, w, None, training, residual=r, activation=activation)

            self.assertTrue(gradcheck(function, (x, w, r)))
            self.assertTrue(gradgradcheck(function, (x, w, r)))


class Process(unittest.TestCase):
    def setUp(self):
        self.threads = torch.get_num_threads()

    def tearDown(self):
        torch.set_num_threads(self.threads)

    def test_threads_are_those_of_torch_and_change_no_bit(self):
        x = torch.randn(32, 16, 20, 20)
        results = []
        for threads, kind in ((1, 0), (2, 1), (3, 1)):
            torch.set_num_threads(threads)
            (x * x).exp().sum()  # torch's own threads have started
            self.assertEqual(kind, l2bn._library.l2bn_threads_used(threads))
            results.append(l2bn.l2_batch_norm(x, None, None, training=True))
        self.assertTrue(all(torch.equal(results[0], result) for result in results))

    def test_a_forked_process_computes(self):
        torch.set_num_threads(2)
        x, one_channel = torch.randn(32, 16, 20, 20), torch.randn(64, 1, 32, 32)
        expected = l2bn.l2_batch_norm(x, None, None, training=True)
        bits = expected.numpy().tobytes()
        child = os.fork()
        if child == 0:
            signal.alarm(20)  # ends a child that hangs, as torch's own operators would: nothing else of torch computes here
            same = True
            for _ in range(100):
                l2bn.l2_batch_norm(one_channel, None, None, training=True)  # takes half a megabyte: the library collects its garbage
                same &= l2bn.l2_batch_norm(x, None, None, training=True).numpy().tobytes() == bits
            os._exit(0 if same and l2bn._library.l2bn_threads_used(2) == 0 else 1)
        self.assertEqual(0, os.waitpid(child, 0)[1])
        self.assertTrue(torch.equal(l2bn.l2_batch_norm(x, None, None, training=True), expected))

    def test_freed_memory_is_kept_on_request(self):
        script = (
            "import resource, torch, l2bn\n"
            "assert l2bn.keep_freed_memory()\n"
            "faults = []\n"
            "for _ in range(24):\n"  # glibc puts a few small pieces aside first, between the large ones
            "    torch.ones(1 << 22)\n"
            "    faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)\n"
            "assert faults[23] - faults[20] < 1000, faults\n"  # 4,096 pages each time otherwise
        )
        environment = {**os.environ, "PYTHONPATH": os.path.join(ROOT, "python")}
        self.assertEqual(0, subprocess.run([sys.executable, "-c", script], env=environment).returncode)

    def test_workers_of_a_data_loader(self):
        torch.set_num_threads(2)
        x = torch.randn(8, 4, 6, 6)
        expected = l2bn.l2_batch_norm(x, None, None, training=True)
        data = [x] * 4

        class Normalized(torch.utils.data.Dataset):
            def __len__(self):
                return len(data)

            def __getitem__(self, index):
                return l2bn.l2_batch_norm(data[index], None, None, training=True)

        for batch in torch.utils.data.DataLoader(Normalized(), num_workers=2, batch_size=None, timeout=30):
            self.assertTrue(torch.equal(batch, expected))


class Interface(unittest.TestCase):
    def test_bad_calls_have_a_status_and_a_message(self):
        x, y = torch.ones(2, 3), torch.ones(2, 3)
        vectors, saved = torch.zeros(2, 3, dtype=torch.float64), torch.empty(20, dtype=torch.float64)

        def call(change=(), **fields):
            record = l2bn._call(x, x.dtype, 0, True, 1e-5, False, 1e-12, 0, 0.0)
            data = l2bn._ForwardData(ctypes.sizeof(l2bn._ForwardData), x.data_ptr(), None, None, None, y.data_ptr(), None, None,
                                     saved.data_ptr(), vectors[0].data_ptr(), vectors[1].data_ptr())
            for name, value in fields.items():
                setattr(record, name, value)
            for name, value in change:
                setattr(data, name, value)
            return l2bn._library.l2bn_forward(ctypes.byref(record), ctypes.byref(data), None)

        self.assertEqual(0, call())
        cases = [("size", 4), ("type", 9), ("parameters", 1), ("layout", 2), ("scale", 7), ("activation", -1), ("training", 3),
                 ("threads", 0), ("samples", -1), ("samples", 2**40), ("channels", 0), ("positions", -5), ("positions", 2**30),
                 ("eps", float("nan")), ("norm_eps", -1.0), ("negative_slope", float("inf")), ("samples", 1)]
        for name, value in cases:
            with self.assertRaisesRegex(RuntimeError, "(?i)expected"):
                l2bn._check(call(**{name: value}))
        for name in ("input", "output", "saved", "batch_mean", "batch_variance"):
            with self.assertRaisesRegex(RuntimeError, "expected %s.*NULL" % name):
                l2bn._check(call([(name, None)]))
        self.assertEqual(1, call([("size", 8)]))
        self.assertEqual(1, l2bn._library.l2bn_forward(None, None, None))
        self.assertEqual(1, l2bn._library.l2bn_backward(None, None))
        self.assertEqual(-1, l2bn._library.l2bn_saved_length(None))
        self.assertGreater(l2bn._library.l2bn_last_error(None, 0), 10)

    def test_lengths_agree(self):
        for shape, training in itertools.product(EqualsComposed.SHAPES, (True, False)):
            x = torch.ones(shape)
            record = l2bn._call(x, x.dtype, 0, training, 1e-5, False, 1e-12, 0, 0.0)
            self.assertEqual(l2bn._saved_length(x, training), l2bn._library.l2bn_saved_length(ctypes.byref(record)))

    def test_a_wrong_library_is_refused_and_none_is_said(self):
        def load(path):
            spec = importlib.util.spec_from_file_location("l2bn_other", l2bn.__file__)
            os.environ["L2BN_LIBRARY"] = path
            try:
                spec.loader.exec_module(importlib.util.module_from_spec(spec))
            finally:
                del os.environ["L2BN_LIBRARY"]

        for path in ("/nonexistent/libl2bn.so", ctypes.util.find_library("m") or "libm.so.6"):
            with self.assertRaisesRegex(ImportError, "expected the library of l2bn"):
                load(path)
        alone = types.ModuleType("alone")
        alone.__file__ = "/nonexistent/l2bn.py"
        with open(l2bn.__file__, encoding="utf-8") as source:
            exec(compile(source.read(), alone.__file__, "exec"), alone.__dict__)
        self.assertIn("build/native", alone.status())
        x = torch.randn(4, 3, 5, 5)
        self.assertLess(difference(alone.L2BatchNorm2d(3)(x), l2bn.L2BatchNorm2d(3)(x)), 1e-5)


if __name__ == "__main__":
    if not l2bn.status().startswith("native"):
        sys.exit("expected the library, got %s" % l2bn.status())
    unittest.main()
