using System.Runtime.CompilerServices;
using L2BN.Kernels;
using L2BN.Mixed;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Makes a network compute in a format: features in channels-last order, convolutions and linear layers in bfloat16. The network itself
/// stays as it is: its parameters and buffers are float32, and its state is that of the same network without a format.
/// </summary>
public static class ModelFormat
{
    private static readonly ConditionalWeakTable<nn.Module, AttachedFormat> s_attached = [];

    /// <summary>
    /// From now on every call of the network converts its input to the layout, computes in the type, and returns float32. Call backward
    /// outside of the network, as usual. A second call replaces the format.
    /// </summary>
    /// <param name="model">A network of inputs N×C×H×W; inputs of other ranks keep their order.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="NotSupportedException">bfloat16 on a system whose libtorch does not show how to turn it on; nothing was
    /// changed.</exception>
    public static void Attach(nn.Module<Tensor, Tensor> model, ComputeFormat format)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        RequireSupport(format);
        if (s_attached.TryGetValue(model, out AttachedFormat? earlier))
        {
            if (earlier.Format == format)
                return;
            earlier.Remove();
            s_attached.Remove(model);
        }

        if (format != ComputeFormat.Default)
            s_attached.Add(model, new AttachedFormat(model, format));
    }

    /// <summary>The format of a network, <see cref="ComputeFormat.Default"/> where none was attached.</summary>
    public static ComputeFormat Find(nn.Module model) =>
        s_attached.TryGetValue(model, out AttachedFormat? attached) ? attached.Format : ComputeFormat.Default;

    /// <summary>Refuses a format that this system cannot compute in.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    public static void RequireSupport(ComputeFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format.Precision == Precision.BFloat16 && !Autocast.IsAvailable)
            throw new NotSupportedException(
                "Expected the libtorch of Linux, whose mixed precision can be turned on; got another one. Use float32.");
    }

    /// <summary>Ends mixed precision on this thread where an exception left a network in the middle of a call.</summary>
    public static void EndFailedCall()
    {
        if (AttachedFormat.OpenDevice is { } device)
            AttachedFormat.End(device);
    }

    /// <summary>The tensor in a layout; itself where it has it, or has no positions.</summary>
    internal static Tensor ToLayout(Tensor input, FeatureLayout layout)
    {
        if (input.dim() != 4 || layout == FeatureLayout.ChannelsFirst)
            return input;
        long[] shape = input.shape;
        // Strides of one channel are also those of torch's default order: torch goes by the strides it is given.
        long[] strides = [shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]];
        return input.stride().SequenceEqual(strides)
            ? input
            : empty_strided(shape, strides, input.dtype, input.device).copy_(input);
    }
}

/// <summary>The hooks of a network's format.</summary>
internal sealed class AttachedFormat
{
    [ThreadStatic]
    private static DeviceType? t_open;

    private readonly Action[] _removals;

    public AttachedFormat(nn.Module<Tensor, Tensor> model, ComputeFormat format)
    {
        Format = format;
        _removals =
        [
            model.register_forward_pre_hook((_, input) => Begin(input)).remove,
            model.register_forward_hook((_, _, output) => End(output)).remove,
        ];
    }

    public ComputeFormat Format { get; }

    /// <summary>The device whose operators are in mixed precision on this thread; null for none.</summary>
    public static DeviceType? OpenDevice => t_open;

    public static void End(DeviceType device)
    {
        Autocast.Set(device, enabled: false);
        t_open = null;
    }

    public void Remove()
    {
        foreach (Action remove in _removals)
            remove();
    }

    private Tensor Begin(Tensor input)
    {
        Tensor converted = ModelFormat.ToLayout(input, Format.Layout);
        if (Format.Precision == Precision.BFloat16)
        {
            Autocast.Set(input.device_type, enabled: true);
            t_open = input.device_type;
        }

        return converted;
    }

    private static Tensor End(Tensor output)
    {
        if (t_open is { } device)
            End(device);
        return output.dtype == ScalarType.BFloat16 ? output.to_type(ScalarType.Float32) : output;
    }
}
