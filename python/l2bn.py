"""L2BN for PyTorch: batch normalization of l2-normalized features (arXiv 2207.02625), one file.

    z = x * tau / max(norm of the sample, norm_eps)       tau = sqrt(D), D values per sample; or 1 with scale="unit"
    y = act((z - mean) / sqrt(var + eps) * weight + bias + residual)

L2BatchNorm1d, L2BatchNorm2d and L2BatchNorm3d take BatchNorm's arguments and have its state names. float32, float64 and bfloat16 on the
CPU are computed by libl2bn.so where it lies beside this file or where L2BN_LIBRARY names it (build/native makes it); every other type and
device, and everything where there is no library, by torch's own operators. status() says which it is.
"""

import ctypes
import math
import os
from typing import List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _NormBase

__all__ = ["L2BatchNorm1d", "L2BatchNorm2d", "L2BatchNorm3d", "l2_batch_norm", "composed_l2_batch_norm", "to_l2bn", "keep_freed_memory",
           "status"]

ABI_VERSION = 1
SCALES = ("root_dimension", "unit")
ACTIVATIONS = (None, "relu", "leaky_relu")

_TYPES = {torch.float32: 0, torch.float64: 1, torch.bfloat16: 2}


# The library ------------------------------------------------------------------------------------------------------------------------


class _Call(ctypes.Structure):
    _fields_ = (
        [(name, ctypes.c_int32) for name in ("size", "type", "parameters", "layout", "scale", "activation", "training", "threads")]
        + [(name, ctypes.c_int64) for name in ("samples", "channels", "positions")]
        + [(name, ctypes.c_double) for name in ("eps", "norm_eps", "negative_slope")]
    )


def _record(*pointers):
    class Record(ctypes.Structure):
        _fields_ = [("size", ctypes.c_int64)] + [(name, ctypes.c_void_p) for name in pointers]

    return Record


_ForwardData = _record(
    "input", "weight", "bias", "residual", "output", "running_mean", "running_variance", "saved", "batch_mean", "batch_variance"
)
_BackwardData = _record(
    "input", "output_gradient", "output", "input_gradient", "residual_gradient", "weight_gradient", "bias_gradient", "saved"
)


def _load():
    """The library, or None, and what is to be known about it."""
    named = os.environ.get("L2BN_LIBRARY")
    path = named or os.path.join(os.path.dirname(os.path.abspath(__file__)), "libl2bn.so")
    if not named and not os.path.exists(path):
        return None, "composed: expected %s, got no such file; build/native makes it" % path
    try:
        library = ctypes.CDLL(path)
        version = library.l2bn_abi_version()
    except (OSError, AttributeError) as error:
        raise ImportError("expected the library of l2bn in %s, got: %s" % (path, error)) from error
    if version != ABI_VERSION:
        raise ImportError("expected version %d of the interface in %s, got %d; build both from one source" % (ABI_VERSION, path, version))
    library.l2bn_saved_length.restype = ctypes.c_int64
    return library, "native: %s" % path


_library, _status = _load()


def status() -> str:
    """Whether the library computes ("native: its path") or torch's operators do ("composed: why")."""
    return _status


def keep_freed_memory() -> bool:
    """Lets glibc keep what torch's CPU allocator frees, for the whole process. By default every large tensor goes back to the system, and
    the next one costs a page fault per 4 KiB, in every operator: more than a norm computes. The process then does not return the memory of its
    largest moment. Returns whether the C library took the settings."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    no_mappings, no_trimming = mallopt(-4, 0), mallopt(-1, 2**31 - 1)  # M_MMAP_MAX, M_TRIM_THRESHOLD
    return bool(no_mappings and no_trimming)


def _check(result: int) -> None:
    if result != 0:
        text = ctypes.create_string_buffer(1024)
        _library.l2bn_last_error(text, len(text))
        raise RuntimeError("l2bn: " + text.value.decode("utf-8", "replace"))


def _dense(x: Tensor) -> Tuple[Tensor, int]:
    """The tensor in one of the two layouts, and which: 0 channels first, 1 channels last."""
    if x.is_contiguous():
        return x, 0
    if x.dim() in (4, 5) and x.is_contiguous(memory_format=_channels_last(x)):
        return x, 1
    return x.contiguous(), 0


def _like(layout: int, x: Tensor) -> Tensor:
    return x.contiguous(memory_format=_channels_last(x)) if layout else x.contiguous()


def _channels_last(x: Tensor) -> torch.memory_format:
    return torch.channels_last if x.dim() == 4 else torch.channels_last_3d


def _call(x: Tensor, parameter, layout, training, eps, unit, norm_eps, activation, slope) -> _Call:
    samples, channels = x.shape[0], x.shape[1]
    return _Call(
        ctypes.sizeof(_Call), _TYPES[x.dtype], _TYPES[parameter], layout, int(unit), activation, int(training), torch.get_num_threads(),
        samples, channels, x.numel() // (samples * channels), eps, norm_eps, slope,
    )


def _address(tensor: Optional[Tensor]):
    return None if tensor is None or tensor.numel() == 0 else tensor.data_ptr()


def _saved_length(x: Tensor, training: bool) -> int:
    """l2bn_saved_length, for sizes that are symbols too."""
    samples, channels = x.shape[0], x.shape[1]
    one_position = x.numel() == samples * channels
    return 4 * (samples + channels) + (2 * samples * channels if training and not one_position else 0)


def _parameter_type(x: Tensor, *vectors: Optional[Tensor]):
    """The one type of the vectors, that of x without any; None where they are not alike or not as the library reads them."""
    kinds = {(v.dtype, v.device.type, v.layout, v.is_contiguous()) for v in vectors if v is not None}
    if not kinds:
        return x.dtype
    dtype, device, layout, contiguous = kinds.pop()
    readable = not kinds and device == "cpu" and layout == torch.strided and contiguous
    return dtype if readable else None


def _can_use_library(x, weight, bias, residual, running_mean, running_var, training) -> bool:
    if _library is None or x.device.type != "cpu" or x.layout != torch.strided or x.dtype not in _TYPES or x.numel() == 0:
        return False
    if torch.jit.is_tracing() or x.numel() >= 2**31 or _saved_length(x, training) >= 2**31:
        return False
    if residual is not None and (residual.shape != x.shape or residual.dtype != x.dtype or residual.device != x.device):
        return False
    parameter = _parameter_type(x, weight, bias, running_mean, running_var)
    return parameter == x.dtype or (x.dtype == torch.bfloat16 and parameter == torch.float32)


# One node of the graph --------------------------------------------------------------------------------------------------------------


def _forward(
    x: Tensor,
    weight: Optional[Tensor],
    bias: Optional[Tensor],
    residual: Optional[Tensor],
    running_mean: Optional[Tensor],
    running_var: Optional[Tensor],
    training: bool,
    eps: float,
    unit: bool,
    norm_eps: float,
    activation: int,
    negative_slope: float,
) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    """Output, what backward needs, and the batch's mean and unbiased variance per channel (empty in evaluation)."""
    x, layout = _dense(x)
    residual = None if residual is None else _like(layout, residual)
    y = torch.empty_like(x)
    saved = torch.empty(_saved_length(x, training), dtype=torch.float64)
    mean, variance = (torch.empty(x.shape[1] if training else 0, dtype=torch.float64) for _ in range(2))
    parameter = _parameter_type(x, weight, bias, running_mean, running_var)
    call = _call(x, parameter, layout, training, eps, unit, norm_eps, activation, negative_slope)
    statistics = (None, None) if training else (_address(running_mean), _address(running_var))
    data = _ForwardData(
        ctypes.sizeof(_ForwardData), _address(x), _address(weight), _address(bias), _address(residual), _address(y), *statistics,
        _address(saved), _address(mean), _address(variance),
    )
    _check(_library.l2bn_forward(ctypes.byref(call), ctypes.byref(data), None))
    return y, saved, mean, variance


def _backward(
    gradient: Tensor,
    x: Tensor,
    y: Optional[Tensor],
    saved: Tensor,
    parameter: Tensor,
    wanted: List[bool],
    training: bool,
    eps: float,
    unit: bool,
    norm_eps: float,
    activation: int,
    negative_slope: float,
) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    """Gradients of input, weight, bias and residual; empty where not wanted. y is given where the residual's gradient is not that of
    the output; parameter has the type of the parameters."""
    x, layout = _dense(x)
    gradient = _like(layout, gradient)
    y = None if y is None else _like(layout, y)
    vectors = [torch.empty(x.shape[1] if want else 0, dtype=parameter.dtype) for want in wanted[1:3]]
    dx = torch.empty_like(x) if wanted[0] else x.new_empty(0)
    residual = torch.empty_like(x) if y is not None else x.new_empty(0)
    call = _call(x, parameter.dtype, layout, training, eps, unit, norm_eps, activation, negative_slope)
    data = _BackwardData(
        ctypes.sizeof(_BackwardData), _address(x), _address(gradient), _address(y), _address(dx), _address(residual),
        _address(vectors[0]), _address(vectors[1]), _address(saved),
    )
    _check(_library.l2bn_backward(ctypes.byref(call), ctypes.byref(data)))
    return dx, vectors[0], vectors[1], residual


def _setup(ctx, inputs, output):
    x, weight, bias, residual, running_mean, running_var, training, eps, unit, norm_eps, activation, slope = inputs
    from_output = residual is not None and activation != 0
    statistics = (None, None) if training else (running_mean, running_var)
    ctx.save_for_backward(x, weight, bias, *statistics, output[1], output[0] if from_output else None)
    ctx.options = (training, eps, unit, norm_eps, activation, slope)
    ctx.parameter_type = _parameter_type(x, weight, bias, running_mean, running_var)
    ctx.has_residual = residual is not None


def _gradients(ctx, gradient, *_):
    x, weight, bias, running_mean, running_var, saved, y = ctx.saved_tensors
    rest = (None,) * 8
    wanted = list(ctx.needs_input_grad[:4])
    if gradient is None:
        return (None,) * 4 + rest
    if torch.is_grad_enabled():  # create_graph: these gradients are to be differentiated too
        return _differentiable_gradients(ctx, gradient, x, weight, bias, running_mean, running_var, y, wanted) + rest
    parameter = torch.empty(0, dtype=ctx.parameter_type)
    dx, dw, db, dr = _call_backward(gradient, x, y, saved, parameter, wanted, *ctx.options)
    residual = (dr if y is not None else gradient) if ctx.has_residual else None
    return tuple(value if want else None for want, value in zip(wanted, (dx, dw, db, residual))) + rest


def _differentiable_gradients(ctx, gradient, x, weight, bias, running_mean, running_var, y, wanted):
    training, eps, unit, norm_eps, activation, slope = ctx.options
    normalized = composed_l2_batch_norm(
        x, running_mean, running_var, weight, bias, training, 0.0, eps, SCALES[int(unit)], norm_eps
    )
    if activation:
        factor = 0.0 if activation == 1 else slope
        gradient = gradient * torch.ones_like(gradient).masked_fill((normalized if y is None else y).detach() <= 0, factor)
    inputs = [t for t, want in zip((x, weight, bias), wanted) if want]
    found = iter(torch.autograd.grad(normalized, inputs, gradient, create_graph=True) if inputs else ())
    return tuple(next(found) if want else None for want in wanted[:3]) + (gradient if wanted[3] else None,)


class _L2BatchNormFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, *inputs):
        output = _forward(*inputs)
        _setup(ctx, inputs, output)
        ctx.mark_non_differentiable(*output[1:])
        return output

    @staticmethod
    def backward(ctx, *gradients):
        return _gradients(ctx, *gradients)


if hasattr(torch.library, "custom_op"):  # torch 2.4: torch.compile and torch.export see an operator, not Python
    _call_forward = torch.library.custom_op("l2bn::forward", mutates_args=())(_forward)
    _call_backward = torch.library.custom_op("l2bn::backward", mutates_args=())(_backward)

    @_call_forward.register_fake
    def _(x, weight, bias, residual, running_mean, running_var, training, *options):
        channels = x.shape[1] if training else 0
        lengths = (_saved_length(x, training), channels, channels)
        return (torch.empty_like(x),) + tuple(x.new_empty(length, dtype=torch.float64) for length in lengths)

    @_call_backward.register_fake
    def _(gradient, x, y, saved, parameter, wanted, *options):
        vectors = [parameter.new_empty(x.shape[1] if want else 0) for want in wanted[1:3]]
        data = [torch.empty_like(x) if want else x.new_empty(0) for want in (wanted[0], y is not None)]
        return data[0], vectors[0], vectors[1], data[1]

    _call_forward.register_autograd(_gradients, setup_context=_setup)
else:
    _call_forward, _call_backward = _L2BatchNormFunction.apply, _backward


# The function -----------------------------------------------------------------------------------------------------------------------


def l2_batch_norm(
    input: Tensor,
    running_mean: Optional[Tensor],
    running_var: Optional[Tensor],
    weight: Optional[Tensor] = None,
    bias: Optional[Tensor] = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
    scale: str = "root_dimension",
    norm_eps: float = 1e-12,
    residual: Optional[Tensor] = None,
    activation: Optional[str] = None,
    negative_slope: float = 0.01,
) -> Tensor:
    """act(l2bn(input) + residual): F.batch_norm's arguments, then those of this function. Input is N×C or N×C×….

    training: statistics of the batch, which also update running_mean and running_var; otherwise those are used.
    scale: "root_dimension" (every sample gets the length sqrt(C·S)) or "unit". activation: None, "relu" or "leaky_relu".
    A sample with a norm below norm_eps is divided by norm_eps, and its gradient is 0.
    """
    arguments = (input, running_mean, running_var, weight, bias, training, momentum, eps, scale, norm_eps)
    _validate(input, training, eps, scale, norm_eps, residual, activation, negative_slope)
    if not _can_use_library(input, weight, bias, residual, running_mean, running_var, training):
        return composed_l2_batch_norm(*arguments, residual=residual, activation=activation, negative_slope=negative_slope)
    y, _, mean, variance = _call_forward(
        input, weight, bias, residual, running_mean, running_var, training, eps, scale == "unit", norm_eps,
        ACTIVATIONS.index(activation), negative_slope,
    )
    if training:
        with torch.no_grad():
            for running, batch in ((running_mean, mean), (running_var, variance)):
                if running is not None:
                    running.copy_(running.double().mul_(1 - momentum).add_(batch.detach(), alpha=momentum))
    return y


def composed_l2_batch_norm(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5, scale="root_dimension",
    norm_eps=1e-12, residual=None, activation=None, negative_slope=0.01,
):
    """l2_batch_norm in torch's operators: every device and floating type, any order of derivative. 16-bit types are computed in float32
    and rounded once."""
    dtype = torch.float32 if input.dtype in (torch.float16, torch.bfloat16) else input.dtype
    z = _scale_samples(input.to(dtype), scale == "unit", norm_eps)
    mean, variance, weight, bias = (None if v is None else v.to(dtype) for v in (running_mean, running_var, weight, bias))
    y = F.batch_norm(z, mean, variance, weight, bias, training, momentum, eps)
    if training and running_mean is not None and mean is not running_mean:
        with torch.no_grad():
            running_mean.copy_(mean)
            running_var.copy_(variance)
    if residual is not None:
        y = y + residual.to(dtype)
    if activation is not None:
        y = F.relu(y) if activation == "relu" else F.leaky_relu(y, negative_slope)
    return y.to(input.dtype)


def _scale_samples(x: Tensor, unit: bool, norm_eps: float) -> Tensor:
    if x.numel() == 0:
        return x
    dims = tuple(range(1, x.dim()))
    tau = 1.0 if unit else math.sqrt(x.numel() // x.shape[0])
    # Divided by a power of two near the largest value, which is exact, no square overflows or vanishes.
    largest = x.detach().abs().amax(dims, keepdim=True)
    usable = (largest > 0) & (largest < math.inf)
    power = torch.pow(2.0, torch.floor(torch.log2(largest.masked_fill(~usable, 1.0))))
    scaled = x / power
    squares = scaled.square().sum(dims, keepdim=True)
    small = (squares.detach().sqrt().double() * power < norm_eps) | (squares.detach() == 0)
    normal = scaled * (tau / squares.masked_fill(small, 1.0).sqrt())
    return torch.where(small, x.detach() * (tau / norm_eps if norm_eps > 0 else 0.0), normal)


def _validate(input, training, eps, scale, norm_eps, residual, activation, negative_slope):
    if input.dim() < 2:
        raise ValueError("expected input N×C or N×C×…, got %dD input" % input.dim())
    if scale not in SCALES:
        raise ValueError("expected a scale of %s, got %r" % (SCALES, scale))
    if activation not in ACTIVATIONS:
        raise ValueError("expected an activation of %s, got %r" % (ACTIVATIONS, activation))
    for name, value in (("eps", eps), ("norm_eps", norm_eps), ("negative_slope", negative_slope)):
        if not 0 <= value < math.inf:
            raise ValueError("expected %s finite and at least 0, got %r" % (name, value))
    if residual is not None and residual.shape != input.shape:
        raise ValueError("expected a residual of size %s, got %s" % (tuple(input.shape), tuple(residual.shape)))
    if training and input.numel() == input.shape[1] and input.numel() > 0:
        raise ValueError("expected more than 1 value per channel when training, got input of size %s; use a larger batch, or eval()"
                         % (tuple(input.shape),))


# The layers -------------------------------------------------------------------------------------------------------------------------


class _L2BatchNorm(_NormBase):
    # Not a BatchNorm: what folds a BatchNorm into a convolution must not find it, because the norm of a sample cannot be folded.
    def __init__(
        self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, scale="root_dimension", norm_eps=1e-12,
        device=None, dtype=None,
    ):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device=device, dtype=dtype)
        if scale not in SCALES:
            raise ValueError("expected a scale of %s, got %r" % (SCALES, scale))
        self.scale = scale
        self.norm_eps = norm_eps

    def _check_input_dim(self, input):
        if input.dim() not in self.ranks:
            raise ValueError("expected %s input, got %dD input" % (" or ".join("%dD" % rank for rank in self.ranks), input.dim()))
        if input.shape[1] != self.num_features:
            raise ValueError("expected %d channels, got input of size %s" % (self.num_features, tuple(input.shape)))

    def extra_repr(self):
        return super().extra_repr() + ", scale=%s, norm_eps=%g" % (self.scale, self.norm_eps)

    def forward(self, input: Tensor, residual: Optional[Tensor] = None, activation: Optional[str] = None,
                negative_slope: float = 0.01) -> Tensor:
        """act(l2bn(input) + residual), with activation None, "relu" or "leaky_relu"."""
        self._check_input_dim(input)
        tracked = self.running_mean is not None and self.running_var is not None
        batch = self.training or not tracked
        _validate(input, batch, self.eps, self.scale, self.norm_eps, residual, activation, negative_slope)
        momentum = 0.0 if self.momentum is None else self.momentum
        if self.training and tracked and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:
                momentum = 1.0 / float(self.num_batches_tracked)
        return l2_batch_norm(
            input, self.running_mean if tracked else None, self.running_var if tracked else None, self.weight, self.bias, batch,
            momentum, self.eps, self.scale, self.norm_eps, residual, activation, negative_slope,
        )


class L2BatchNorm1d(_L2BatchNorm):
    """Of input N×C or N×C×L. Arguments are BatchNorm1d's, scale ("root_dimension" or "unit") and norm_eps."""

    ranks = (2, 3)


class L2BatchNorm2d(_L2BatchNorm):
    """Of input N×C×H×W. Arguments are BatchNorm2d's, scale ("root_dimension" or "unit") and norm_eps."""

    ranks = (4,)


class L2BatchNorm3d(_L2BatchNorm):
    """Of input N×C×D×H×W. Arguments are BatchNorm3d's, scale ("root_dimension" or "unit") and norm_eps."""

    ranks = (5,)


_COUNTERPARTS = {nn.BatchNorm1d: L2BatchNorm1d, nn.BatchNorm2d: L2BatchNorm2d, nn.BatchNorm3d: L2BatchNorm3d}


def to_l2bn(module: nn.Module, scale: str = "root_dimension") -> nn.Module:
    """Replaces every BatchNorm1d, 2d and 3d of a model, in place, with parameters and statistics; returns the model, or the replacement
    of a module that is one itself. The statistics are those of other values: estimate them again before evaluating."""
    if type(module) in _COUNTERPARTS:
        norm = _COUNTERPARTS[type(module)](
            module.num_features, module.eps, module.momentum, module.affine, module.track_running_stats, scale
        )
        state = list(module.parameters()) + list(module.buffers())
        if state:
            norm.to(state[0].device, state[0].dtype)
        norm.load_state_dict(module.state_dict())
        for ours, theirs in zip(norm.parameters(), module.parameters()):
            ours.requires_grad_(theirs.requires_grad)
        return norm.train(module.training)
    for name, child in module.named_children():
        setattr(module, name, to_l2bn(child, scale))
    return module
