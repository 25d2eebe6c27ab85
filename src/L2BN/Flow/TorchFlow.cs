using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Flow;

/// <summary>Runs what a module describes: training and evaluation, with gradients where torch's mode has them.</summary>
public sealed class TorchFlow : IFlow<Tensor>
{
    /// <summary>Without fusion, for modules that have no norm with an activation. It is not to be changed.</summary>
    internal static TorchFlow Plain { get; } = new();

    /// <summary>Whether norm, addition and activation take the cheapest form: one kernel where the norm is an L2BN, in-place operators
    /// elsewhere. Results do not depend on it; forward hooks of a norm only run without it. Default off.</summary>
    public bool Fused { get; set; }

    /// <summary>The module's output; everything between is freed.</summary>
    /// <param name="module">The module.</param>
    /// <param name="input">Its input.</param>
    public Tensor Run(IFlowModule module, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(module);
        using DisposeScope scope = NewDisposeScope();
        return module.Describe(this, input).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Call(Module<Tensor, Tensor> module, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.call(x);
    }

    /// <inheritdoc/>
    /// <remarks>Without gradients this takes the memory of one layer's map, not of all.</remarks>
    public Tensor CallLast(Module<Tensor, Tensor> module, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Call(module, x);
        if (!ReferenceEquals(x, y))
            x.Dispose();
        return y;
    }

    /// <inheritdoc/>
    public Tensor Norm(Module<Tensor, Tensor> norm, Tensor x, Activation activation = Activation.Identity, Tensor? residual = null)
    {
        ArgumentNullException.ThrowIfNull(norm);
        return Fused && norm is L2BatchNorm l2bn ? l2bn.forward(x, activation, residual) : activation switch
        {
            Activation.Identity => Composed(norm, x, residual, (y, _) => y),
            Activation.Relu => Composed(norm, x, residual, (y, inPlace) => inPlace ? y.relu_() : y.relu()),
            Activation.LeakyRelu => Composed(norm, x, residual, (y, _) => y.LeakyRelu(NormOptions.DefaultNegativeSlope)),
            _ => throw OptionGuard.UnknownActivation(activation),
        };
    }

    /// <inheritdoc/>
    public Tensor NormRelu6(Module<Tensor, Tensor> norm, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(norm);
        return Composed(norm, x, null, (y, inPlace) => inPlace ? y.relu6_() : y.relu6());
    }

    /// <inheritdoc/>
    public Tensor GroupNorm(Tensor x, long groups, Parameter? weight, Parameter? bias, double eps)
    {
        ArgumentNullException.ThrowIfNull(x);
        // Backward of libtorch 2.10 ends the process where channels-last features need no gradient, but gain and shift do.
        bool safe = x.requires_grad || !is_grad_enabled() || x.is_contiguous();
        return functional.group_norm(safe ? x : x.detach().requires_grad_(), groups, weight, bias, eps);
    }

    /// <inheritdoc/>
    public Tensor RmsNorm(Tensor x, Parameter? weight, Parameter? bias, double eps)
    {
        ArgumentNullException.ThrowIfNull(x);
        long[] sample = [.. Enumerable.Range(1, (int)x.ndim - 1)];
        Tensor z = x * x.Square().mean(sample, keepdim: true).Plus(eps).rsqrt();
        return weight is null ? z : PerChannel(bias!, x).PlusProduct(z, PerChannel(weight, x));
    }

    /// <inheritdoc/>
    public Tensor Add(Tensor a, Tensor b) => a.Plus(b);

    /// <inheritdoc/>
    public Tensor ScaleChannels(Tensor x, Tensor factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        return x * factors.unsqueeze(2).unsqueeze(3);
    }

    /// <inheritdoc/>
    public Tensor Concat(long axis, params Tensor[] values) => cat(values, axis);

    /// <inheritdoc/>
    public Tensor Relu(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.relu();
    }

    /// <inheritdoc/>
    public Tensor Sigmoid(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.sigmoid();
    }

    /// <inheritdoc/>
    public Tensor Mean(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.mean([2, 3]);
    }

    /// <inheritdoc/>
    public Tensor Max(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.amax([2, 3]);
    }

    /// <inheritdoc/>
    public Tensor Flatten(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.flatten(1);
    }

    /// <inheritdoc/>
    /// <remarks>In the order of the input, so that a norm need not copy it.</remarks>
    public Tensor Part(Tensor x, long axis, long first, long? end = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        FeatureLayout layout = x.stride()[1] == 1 && x.shape[1] > 1 ? FeatureLayout.ChannelsLast : FeatureLayout.ChannelsFirst;
        Tensor part = x.narrow(axis, first, (end ?? x.shape[axis]) - first);
        Tensor dense = ModelFormat.ToLayout(part, layout);
        if (!ReferenceEquals(dense, part))
            part.Dispose();
        return dense;
    }

    /// <inheritdoc/>
    public Tensor Subsample(Tensor x, long stride)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor rows = x.slice(2, 0, x.shape[2], stride);
        return rows.slice(3, 0, x.shape[3], stride);
    }

    /// <inheritdoc/>
    public Tensor PadChannels(Tensor x, long before, long after) => functional.pad(x, [0, 0, 0, 0, before, after]);

    /// <inheritdoc/>
    public Tensor MaxPool(Tensor x, long size, long stride, long padding) =>
        functional.max_pool2d(x, size, stride: stride, padding: padding);

    /// <inheritdoc/>
    public Tensor AveragePool(Tensor x, long size) => functional.avg_pool2d(x, size, ceil_mode: true);

    /// <inheritdoc/>
    /// <remarks>An even width is padded at its end only: with ceil_mode the last window runs over the border, where it is not
    /// counted.</remarks>
    public Tensor AveragePoolSame(Tensor x, long stride)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool odd = stride == 1 || x.shape[3] % 2 == 1;
        return functional.avg_pool2d(x, (3, 3), (1, stride), padding: (1, odd ? 1 : 0), ceil_mode: !odd, count_include_pad: false);
    }

    /// <inheritdoc/>
    public Tensor ConvSame(Conv2d conv, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        if (conv.stride![1] == 1)
            return conv.call(x);
        using Tensor padded = functional.pad(x, (x.shape[3] % 2, 1));
        return conv.call(padded);
    }

    private Tensor Composed(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual, Func<Tensor, bool, Tensor> activation)
    {
        using DisposeScope scope = NewDisposeScope();
        // Identity returns its input itself, which other layers may still read.
        bool inPlace = Fused && norm is not TorchSharp.Modules.Identity;
        Tensor y = norm.call(x);
        if (residual is not null)
            y = inPlace ? y.Plus_(residual) : y.Plus(residual);
        return activation(y, inPlace).MoveToOuterDisposeScope();
    }

    private static Tensor PerChannel(Tensor parameter, Tensor input) =>
        parameter.view([1, -1, .. Enumerable.Repeat(1L, (int)input.ndim - 2)]);
}
