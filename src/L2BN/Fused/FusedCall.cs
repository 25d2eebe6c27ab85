using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>A call of the kernels: what to compute, on which shape, and which gradients backward returns.</summary>
internal sealed record FusedCall(NormCall Norm, FeatureShape Shape, NormState State, bool HasResidual, SmallNormCounter? Small)
{
    internal NormOptions Options => Norm.Options;

    /// <summary>The type of the parameters, their gradients and the running statistics; that of the data where there are none.</summary>
    internal required ScalarType ParameterType { get; init; }

    /// <summary>Whether backward must return a gradient for the input.</summary>
    internal bool InputNeedsGradient { get; init; }

    /// <summary>Whether backward has run and disposed what was saved for it.</summary>
    internal bool Released { get; set; }

    /// <summary>Whether the activation's mask is computed from the output, because a residual was added before it.</summary>
    internal bool MaskFromOutput => HasResidual && Options.Activation != Activation.Identity;

    internal int SavedLength => Norm.UseBatchStatistics ? SavedStatistics.TrainingLength(Shape) : SavedStatistics.EvaluationLength(Shape);

    internal static FusedCall Create(
        Tensor input,
        FeatureLayout layout,
        NormState state,
        NormCall norm,
        bool residual,
        SmallNormCounter? small)
    {
        (long samples, long channels) = (input.size(0), input.size(1));
        var shape = new FeatureShape((int)samples, (int)channels, (int)(input.numel() / samples / channels), layout);
        return new(norm, shape, state, residual, small)
        {
            ParameterType = state.ParameterType ?? input.dtype,
            InputNeedsGradient = input.requires_grad,
        };
    }
}
