using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>What one direction of conversion does to one norm.</summary>
internal abstract class ConversionRule
{
    /// <summary>Whether the module is a norm of the family to be converted, exact type or not.</summary>
    internal abstract bool AppliesTo(nn.Module norm);

    /// <summary>Why a module of the family can't be converted at all; null if it can.</summary>
    internal abstract string? ExplainRefusal(nn.Module norm);

    /// <summary>The type that replaces the norm.</summary>
    internal abstract Type GetTarget(nn.Module norm);

    /// <summary>Converts without a replacement where that is the only right way. Returns what was done, or null.</summary>
    internal virtual string? ConvertInPlace(nn.Module norm) => null;

    /// <summary>Creates the replacement and moves the state into it.</summary>
    /// <exception cref="ArgumentException">The norm's options are outside the replacement's ranges; the norm is unchanged.</exception>
    internal abstract nn.Module Create(nn.Module norm);

    /// <summary>Converts where a slot does not accept a replacement. Returns what was done, or null if nothing can be.</summary>
    internal virtual string? ConvertByHook(nn.Module norm) => null;
}

/// <summary>BatchNorm becomes L2BatchNorm.</summary>
internal sealed class ToL2BNRule(FeatureScale scale) : ConversionRule
{
    internal override bool AppliesTo(nn.Module norm) => norm is BatchNorm;

    // A subclass may do more than its base, which a replacement would silently drop.
    internal override string? ExplainRefusal(nn.Module norm) => FindTarget(norm) is null
        ? "It is an unknown subclass of BatchNorm; only BatchNorm1d, 2d and 3d themselves are converted."
        : null;

    internal override Type GetTarget(nn.Module norm) => FindTarget(norm)!;

    internal override string? ConvertInPlace(nn.Module norm) =>
        SampleNormHook.Find((BatchNorm)norm) is null ? null : ConvertByHook(norm);

    internal override nn.Module Create(nn.Module norm)
    {
        var from = (BatchNorm)norm;
        L2BatchNorm to = CreateEmpty(from);
        StateTransfer.Move(from, to);
        return to;
    }

    internal override string ConvertByHook(nn.Module norm)
    {
        SampleNormHook.Attach((BatchNorm)norm, scale);
        return "a hook before it normalizes every sample (wherever the model uses call, not forward)";
    }

    private static Type? FindTarget(nn.Module norm) =>
        norm.GetType() == typeof(BatchNorm1d) || norm is TorchBatchNorm { Is2d: false } ? typeof(L2BatchNorm1d)
        : norm.GetType() == typeof(BatchNorm2d) || norm is TorchBatchNorm ? typeof(L2BatchNorm2d)
        : norm.GetType() == typeof(BatchNorm3d) ? typeof(L2BatchNorm3d)
        : null;

    private L2BatchNorm CreateEmpty(BatchNorm from)
    {
        (long features, double eps, double? momentum) = (from.num_features, from.eps, from.momentum);
        (bool affine, bool track) = (from.affine, from.track_running_stats);
        return from switch
        {
            BatchNorm1d or TorchBatchNorm { Is2d: false } => new L2BatchNorm1d(features, eps, momentum, affine, track, scale),
            BatchNorm2d or TorchBatchNorm => new L2BatchNorm2d(features, eps, momentum, affine, track, scale),
            BatchNorm3d => new L2BatchNorm3d(features, eps, momentum, affine, track, scale),
            _ => throw new ArgumentOutOfRangeException(nameof(from), $"Expected BatchNorm1d, 2d or 3d, got {from.GetType().Name}."),
        };
    }
}

/// <summary>L2BatchNorm becomes BatchNorm.</summary>
internal sealed class ToBatchNormRule : ConversionRule
{
    private const double DefaultMomentum = 0.1;

    internal override bool AppliesTo(nn.Module norm) =>
        norm is L2BatchNorm || (norm is BatchNorm batchNorm && SampleNormHook.Find(batchNorm) is not null);

    internal override string? ExplainRefusal(nn.Module norm) => norm is L2BatchNormAct
        ? "Its activation and residual are part of the layer, and no BatchNorm has them."
        : null;

    internal override Type GetTarget(nn.Module norm) => norm switch
    {
        L2BatchNorm1d => typeof(BatchNorm1d),
        L2BatchNorm2d => typeof(BatchNorm2d),
        L2BatchNorm3d => typeof(BatchNorm3d),
        _ => throw UnknownType(norm),
    };

    internal override string? ConvertInPlace(nn.Module norm)
    {
        if (norm is not BatchNorm batchNorm)
            return null;
        SampleNormHook.Detach(batchNorm);
        return "the hook before it was removed";
    }

    internal override nn.Module Create(nn.Module norm)
    {
        var from = (L2BatchNorm)norm;
        BatchNorm to = CreateEmpty(from);
        StateTransfer.Move(from, to);
        return to;
    }

    private static BatchNorm CreateEmpty(L2BatchNorm from)
    {
        double momentum = from.momentum ?? DefaultMomentum;
        BatchNorm to = from switch
        {
            L2BatchNorm1d => nn.BatchNorm1d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
            L2BatchNorm2d => nn.BatchNorm2d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
            L2BatchNorm3d => nn.BatchNorm3d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
            _ => throw UnknownType(from),
        };
        to.momentum = from.momentum;
        return to;
    }

    private static ArgumentOutOfRangeException UnknownType(nn.Module norm) =>
        new(nameof(norm), $"Expected L2BatchNorm1d, 2d or 3d, got {norm.GetType().Name}.");
}
