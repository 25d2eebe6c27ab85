using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>BatchNorm becomes L2BatchNorm.</summary>
internal sealed class ToL2BNRule(FeatureScale scale) : ConversionRule
{
    internal override bool Concerns(nn.Module norm) => norm is BatchNorm;

    // A subclass may do more than its base; rebuilding it as ours would silently drop that.
    internal override string? Refusal(nn.Module norm) => TargetOrNull(norm) is null
        ? "It is a subclass of BatchNorm that is not known here; only BatchNorm1d, 2d and 3d themselves are converted."
        : null;

    internal override Type Target(nn.Module norm) => TargetOrNull(norm)!;

    internal override string? InPlace(nn.Module norm) => SampleNormHook.Of((BatchNorm)norm) is null ? null : Fallback(norm);

    internal override nn.Module Build(nn.Module norm)
    {
        var from = (BatchNorm)norm;
        L2BatchNorm to = Make(from);
        StateTransfer.Move(from, to);
        return to;
    }

    internal override string Fallback(nn.Module norm)
    {
        SampleNormHook.Set((BatchNorm)norm, scale);
        return "a hook before it normalises every sample (wherever the model uses call, not forward)";
    }

    private static Type? TargetOrNull(nn.Module norm) =>
        norm.GetType() == typeof(BatchNorm1d) || norm is TorchBatchNorm { Is2d: false } ? typeof(L2BatchNorm1d)
        : norm.GetType() == typeof(BatchNorm2d) || norm is TorchBatchNorm ? typeof(L2BatchNorm2d)
        : norm.GetType() == typeof(BatchNorm3d) ? typeof(L2BatchNorm3d)
        : null;

    private L2BatchNorm Make(BatchNorm from) => from switch
    {
        BatchNorm1d or TorchBatchNorm { Is2d: false } => new L2BatchNorm1d(from.num_features, from.eps, from.momentum, from.affine, from.track_running_stats, scale),
        BatchNorm2d or TorchBatchNorm => new L2BatchNorm2d(from.num_features, from.eps, from.momentum, from.affine, from.track_running_stats, scale),
        _ => new L2BatchNorm3d(from.num_features, from.eps, from.momentum, from.affine, from.track_running_stats, scale),
    };
}
