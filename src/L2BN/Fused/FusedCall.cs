using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>A call that the kernels take: what to compute, on which shape, and which gradients will be wanted.</summary>
internal sealed record FusedCall(NormCall Norm, FeatureShape Shape, NormState State, bool HasResidual, SmallNormCounter? Small)
{
    internal NormOptions Options => Norm.Options;

    /// <summary>Whether backward must return a gradient for the input.</summary>
    internal bool InputNeedsGradient { get; init; }

    /// <summary>Whether backward has run and let go of what was saved for it.</summary>
    internal bool Released { get; set; }

    /// <summary>Whether the activation's mask is read off the output: there is a residual in front of it.</summary>
    internal bool MaskFromOutput => HasResidual && Options.Activation != Activation.Identity;

    internal int SavedLength => Norm.UseBatchStatistics ? SavedStatistics.TrainingLength(Shape) : SavedStatistics.EvaluationLength(Shape);

    internal static FusedCall Of(Tensor input, FeatureLayout layout, NormState state, NormCall norm, bool residual, SmallNormCounter? small)
    {
        (long samples, long channels) = (input.size(0), input.size(1));
        var shape = new FeatureShape((int)samples, (int)channels, (int)(input.numel() / samples / channels), layout);
        return new(norm, shape, state, residual, small) { InputNeedsGradient = input.requires_grad };
    }
}
