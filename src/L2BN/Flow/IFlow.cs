using L2BN.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Flow;

/// <summary>
/// The operations that forward passes consist of. A module that describes its forward against it once can be run by torch
/// (<see cref="TorchFlow"/>) and read by others, such as an exporter.
/// </summary>
/// <typeparam name="TValue">What stands for a tensor N×C×… of the network.</typeparam>
public interface IFlow<TValue>
    where TValue : class
{
    /// <summary>A module of one input and one output: one of torch's, a norm, or one that implements <see cref="IFlowModule"/>.</summary>
    TValue Call(Module<Tensor, Tensor> module, TValue x);

    /// <summary>The same where nothing else reads <paramref name="x"/> afterwards, so that its memory may be freed.</summary>
    TValue CallLast(Module<Tensor, Tensor> module, TValue x);

    /// <summary>act(norm(x) + residual).</summary>
    TValue Norm(Module<Tensor, Tensor> norm, TValue x, Activation activation = Activation.Identity, TValue? residual = null);

    /// <summary>min(max(norm(x), 0), 6).</summary>
    TValue NormRelu6(Module<Tensor, Tensor> norm, TValue x);

    /// <summary>Group norm: N×C×… in groups of channels, each with mean 0 and variance 1, then gain and shift per channel.</summary>
    /// <param name="x">N×C×….</param>
    /// <param name="groups">Number of groups, a divisor of C.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="eps">Added to the variance.</param>
    TValue GroupNorm(TValue x, long groups, Parameter? weight, Parameter? bias, double eps);

    /// <summary>weight·x/√(mean(x²) + eps) + bias, the mean over a whole sample.</summary>
    /// <param name="x">N×C×….</param>
    /// <param name="weight">[C]; null, as <paramref name="bias"/> then is, for none.</param>
    /// <param name="bias">[C].</param>
    /// <param name="eps">Added to the mean.</param>
    TValue RmsNorm(TValue x, Parameter? weight, Parameter? bias, double eps);

    /// <summary>The sum of two values of one shape.</summary>
    TValue Add(TValue a, TValue b);

    /// <summary>N×C×H×W times N×C, a factor per sample and channel.</summary>
    TValue ScaleChannels(TValue x, TValue factors);

    /// <summary>Values joined along an axis.</summary>
    TValue Concat(long axis, params TValue[] values);

    /// <summary>max(x, 0).</summary>
    TValue Relu(TValue x);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    TValue Sigmoid(TValue x);

    /// <summary>The average over all positions: N×C×H×W to N×C.</summary>
    TValue Mean(TValue x);

    /// <summary>The maximum over all positions: N×C×H×W to N×C.</summary>
    TValue Max(TValue x);

    /// <summary>One row per sample: N×C×H×W to N×(C·H·W). It fixes the input size.</summary>
    TValue Flatten(TValue x);

    /// <summary>A dense part of an axis.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="first">Where it begins.</param>
    /// <param name="end">Where it ends; null for the end of the axis.</param>
    TValue Part(TValue x, long axis, long first, long? end = null);

    /// <summary>Every <paramref name="stride"/>-th row and column, from the first on.</summary>
    TValue Subsample(TValue x, long stride);

    /// <summary>Channels of zeros before and after those of x.</summary>
    TValue PadChannels(TValue x, long before, long after);

    /// <summary>Maximum of square windows; padding counts as −∞.</summary>
    TValue MaxPool(TValue x, long size, long stride, long padding);

    /// <summary>Average of square windows that do not overlap; the last of an axis may run over its end, which is not counted.</summary>
    TValue AveragePool(TValue x, long size);

    /// <summary>3×3 averages with stride 1 along height and <paramref name="stride"/> along width, padded as Keras' "same"; padding is not
    /// counted.</summary>
    TValue AveragePoolSame(TValue x, long stride);

    /// <summary>A convolution of 3×3 kernel and stride 1 along height, padded as Keras' "same": at stride 2 an even width is padded at its
    /// end only, an odd one on both sides.</summary>
    /// <param name="conv">Its own padding is that of the axes of stride 1, and 0 along the others.</param>
    /// <param name="x">N×C×H×W.</param>
    TValue ConvSame(Conv2d conv, TValue x);
}

/// <summary>
/// A module that describes its forward against <see cref="IFlow{TValue}"/>; <c>forward</c> is then <c>flow.Run(this, input)</c> of a
/// <see cref="TorchFlow"/>. A <c>Sequential</c> of modules that are known, or that implement this, needs nothing.
/// </summary>
public interface IFlowModule
{
    /// <summary>The forward pass.</summary>
    /// <param name="flow">What reads it.</param>
    /// <param name="input">The module's input.</param>
    TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
        where TValue : class;
}
