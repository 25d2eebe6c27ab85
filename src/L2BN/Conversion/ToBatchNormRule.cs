using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>L2BatchNorm becomes BatchNorm.</summary>
internal sealed class ToBatchNormRule : ConversionRule
{
    private const double DefaultMomentum = 0.1;

    internal override bool Concerns(nn.Module norm) =>
        norm is L2BatchNorm || (norm is BatchNorm stock && SampleNormHook.Of(stock) is not null);

    internal override string? Refusal(nn.Module norm) => norm is L2BatchNormAct
        ? "Its activation and residual are part of the layer, and no BatchNorm has them."
        : null;

    internal override Type Target(nn.Module norm) => norm switch
    {
        L2BatchNorm1d => typeof(BatchNorm1d),
        L2BatchNorm2d => typeof(BatchNorm2d),
        _ => typeof(BatchNorm3d),
    };

    internal override string? InPlace(nn.Module norm)
    {
        if (norm is not BatchNorm stock) return null;
        SampleNormHook.Remove(stock);
        return "the hook before it was removed";
    }

    internal override nn.Module Build(nn.Module norm)
    {
        var from = (L2BatchNorm)norm;
        BatchNorm to = Make(from);
        StateTransfer.Move(from, to);
        return to;
    }

    private static BatchNorm Make(L2BatchNorm from)
    {
        double momentum = from.momentum ?? DefaultMomentum;
        BatchNorm to = from switch
        {
            L2BatchNorm1d => nn.BatchNorm1d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
            L2BatchNorm2d => nn.BatchNorm2d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
            _ => nn.BatchNorm3d(from.num_features, from.eps, momentum, from.affine, from.track_running_stats),
        };
        to.momentum = from.momentum;
        return to;
    }
}
