using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Makes a BatchNorm that can't be replaced compute L2BN: a hook before it normalises every sample of its input, and one after it, the
/// last to run, disposes what the first made.
/// </summary>
internal sealed class SampleNormHook : IDisposable
{
    private const double NormEps = 1e-12;

    private static readonly ConditionalWeakTable<BatchNorm, SampleNormHook> s_hooks = [];

    private readonly ThreadLocal<Tensor?> _normalised = new();
    private readonly SmallNormCounter _small;
    private readonly Action _remove;

    private SampleNormHook(BatchNorm norm, FeatureScale scale)
    {
        (Scale, _small) = (scale, new(norm.GetType().Name));
        var before = norm.register_forward_pre_hook((_, input) => Normalise(input));
        var after = norm.register_forward_hook((nn.Module _) => Release());
        _remove = before.remove;
        _remove += after.remove;
    }

    internal FeatureScale Scale { get; }

    /// <summary>S of the latest input; 0 before the first.</summary>
    internal long Positions { get; private set; }

    internal static SampleNormHook? Of(BatchNorm norm) => s_hooks.TryGetValue(norm, out SampleNormHook? hook) ? hook : null;

    internal static void Set(BatchNorm norm, FeatureScale scale)
    {
        Remove(norm);
        s_hooks.Add(norm, new(norm, scale));
    }

    internal static void Remove(BatchNorm norm)
    {
        Of(norm)?.Dispose();
        s_hooks.Remove(norm);
    }

    public void Dispose()
    {
        _remove();
        _normalised.Dispose();
    }

    private Tensor Normalise(Tensor input)
    {
        if (input.dim() < 2 || input.numel() == 0 || !InputGuard.IsFloating(input.dtype)) return input;
        Release();
        Positions = input.numel() / input.shape[0] / input.shape[1];
        return (_normalised.Value = ComposedL2BatchNorm.NormalizeSamples(input, new() { Scale = Scale, NormEps = NormEps }, _small))!;
    }

    private void Release()
    {
        _normalised.Value?.Dispose();
        _normalised.Value = null;
    }
}
