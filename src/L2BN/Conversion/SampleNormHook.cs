using System.Runtime.CompilerServices;
using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>
/// Makes a BatchNorm that can't be replaced compute L2BN: a hook before it normalizes every sample of its input, and one after it, the
/// last to run, disposes the result of the first.
/// </summary>
internal sealed class SampleNormHook : IDisposable
{
    internal const double NormEps = 1e-12;

    private static readonly ConditionalWeakTable<BatchNorm, SampleNormHook> s_hooks = [];

    private readonly ThreadLocal<Tensor?> _normalized = new();
    private readonly SmallNormCounter _small;
    private readonly Action _remove;

    private SampleNormHook(BatchNorm norm, FeatureScale scale)
    {
        (Scale, _small) = (scale, new(norm.GetType().Name));
        HookRemover before = norm.register_forward_pre_hook((_, input) => Normalize(input));
        HookRemover after = norm.register_forward_hook((nn.Module _) => DisposeNormalized());
        _remove = before.remove;
        _remove += after.remove;
    }

    internal FeatureScale Scale { get; }

    /// <summary>S of the latest input; 0 before the first.</summary>
    internal long Positions { get; private set; }

    /// <summary>How many inputs it has normalized or passed on.</summary>
    internal long Calls { get; private set; }

    internal static SampleNormHook? Find(BatchNorm norm) => s_hooks.TryGetValue(norm, out SampleNormHook? hook) ? hook : null;

    internal static void Attach(BatchNorm norm, FeatureScale scale)
    {
        Detach(norm);
        s_hooks.Add(norm, new(norm, scale));
    }

    internal static void Detach(BatchNorm norm)
    {
        Find(norm)?.Dispose();
        s_hooks.Remove(norm);
    }

    public void Dispose()
    {
        _remove();
        _normalized.Dispose();
    }

    private Tensor Normalize(Tensor input)
    {
        Calls++;
        if (input.dim() < 2 || input.numel() == 0 || !InputGuard.IsFloating(input.dtype))
            return input;
        DisposeNormalized();
        Positions = input.numel() / input.shape[0] / input.shape[1];
        NormOptions options = new() { Scale = Scale, NormEps = NormEps };
        return (_normalized.Value = ComposedL2BatchNorm.NormalizeSamples(input, options, _small))!;
    }

    private void DisposeNormalized()
    {
        _normalized.Value?.Dispose();
        _normalized.Value = null;
    }
}
