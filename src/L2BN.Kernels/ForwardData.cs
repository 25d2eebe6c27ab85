namespace L2BN.Kernels;

/// <summary>What forward reads and writes.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct ForwardData<T>
    where T : unmanaged
{
    /// <summary>x, N·C·S values.</summary>
    public ReadOnlySpan<T> Input { get; init; }

    /// <summary>γ, C values; empty means 1.</summary>
    public ReadOnlySpan<T> Weight { get; init; }

    /// <summary>β, C values; empty means 0.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>Added before the activation, N·C·S values; empty for none.</summary>
    public ReadOnlySpan<T> Residual { get; init; }

    /// <summary>y, N·C·S values; may be the memory of the input or the residual, but not a shifted part of it.</summary>
    public Span<T> Output { get; init; }

    internal void Check(in FeatureShape shape)
    {
        ThrowHelper.UnlessLength(Input.Length, shape.Length, nameof(Input));
        ThrowHelper.UnlessLength(Output.Length, shape.Length, nameof(Output));
        ThrowHelper.UnlessLengthOrEmpty(Weight.Length, shape.Channels, nameof(Weight));
        ThrowHelper.UnlessLengthOrEmpty(Bias.Length, shape.Channels, nameof(Bias));
        ThrowHelper.UnlessLengthOrEmpty(Residual.Length, shape.Length, nameof(Residual));
        ThrowHelper.IfShiftedOverlap<T>(Output, Input, nameof(Output), nameof(Input));
        ThrowHelper.IfShiftedOverlap<T>(Output, Residual, nameof(Output), nameof(Residual));
    }
}
