namespace L2BN.Kernels;

/// <summary>What forward reads and writes.</summary>
/// <typeparam name="T">Type of the elements in memory: float, double or <see cref="BFloat16"/>.</typeparam>
/// <typeparam name="TParameter">Type of the parameters: <typeparamref name="T"/>, or float for 16-bit elements.</typeparam>
public readonly ref struct ForwardData<T, TParameter>
    where T : unmanaged
    where TParameter : unmanaged
{
    /// <summary>x, N·C·S values.</summary>
    public ReadOnlySpan<T> Input { get; init; }

    /// <summary>γ, C values; empty means 1.</summary>
    public ReadOnlySpan<TParameter> Weight { get; init; }

    /// <summary>β, C values; empty means 0.</summary>
    public ReadOnlySpan<TParameter> Bias { get; init; }

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
/// <summary>What backward reads and writes; gradients are overwritten, not added to.</summary>
/// <typeparam name="T">Type of the elements in memory: float, double or <see cref="BFloat16"/>.</typeparam>
/// <typeparam name="TParameter">Type of the parameters: <typeparamref name="T"/>, or float for 16-bit elements.</typeparam>
public readonly ref struct BackwardData<T, TParameter>
    where T : unmanaged
    where TParameter : unmanaged
{
    /// <summary>x of forward, N·C·S values.</summary>
    public ReadOnlySpan<T> Input { get; init; }

    /// <summary>The gradient of y, N·C·S values.</summary>
    public ReadOnlySpan<T> OutputGradient { get; init; }

    /// <summary>y of forward, N·C·S values: needed where a residual went through an activation, whose mask is read off its sign (the
    /// next layer stores y anyway, while the residual may be gone); empty otherwise.</summary>
    public ReadOnlySpan<T> Output { get; init; }

    /// <summary>The gradient of x, N·C·S values; empty if not wanted; may be the memory of <see cref="OutputGradient"/>
    /// or of <see cref="Input"/>.</summary>
    public Span<T> InputGradient { get; init; }

    /// <summary>The gradient of the residual, N·C·S values; required together with <see cref="Output"/>, empty otherwise (without an
    /// activation it is <see cref="OutputGradient"/> itself). With ReLU it may be the memory of <see cref="OutputGradient"/>.</summary>
    public Span<T> ResidualGradient { get; init; }

    /// <summary>The gradient of γ, C values; empty if not wanted.</summary>
    public Span<TParameter> WeightGradient { get; init; }

    /// <summary>The gradient of β, C values; empty if not wanted.</summary>
    public Span<TParameter> BiasGradient { get; init; }

    internal void Check(in FeatureShape shape, Activation activation)
    {
        ThrowHelper.UnlessLength(Input.Length, shape.Length, nameof(Input));
        ThrowHelper.UnlessLength(OutputGradient.Length, shape.Length, nameof(OutputGradient));
        ThrowHelper.UnlessLengthOrEmpty(Output.Length, shape.Length, nameof(Output));
        ThrowHelper.UnlessLengthOrEmpty(InputGradient.Length, shape.Length, nameof(InputGradient));
        ThrowHelper.UnlessLengthOrEmpty(WeightGradient.Length, shape.Channels, nameof(WeightGradient));
        ThrowHelper.UnlessLengthOrEmpty(BiasGradient.Length, shape.Channels, nameof(BiasGradient));
        ThrowHelper.UnlessLength(ResidualGradient.Length, Output.Length, nameof(ResidualGradient));
        CheckOverlap();

        if (!activation.AllowsGradientInPlace())
            ThrowHelper.IfOverlap<T>(ResidualGradient, OutputGradient, nameof(ResidualGradient), nameof(OutputGradient));
    }

    private void CheckOverlap()
    {
        ThrowHelper.IfShiftedOverlap<T>(InputGradient, OutputGradient, nameof(InputGradient), nameof(OutputGradient));
        ThrowHelper.IfShiftedOverlap<T>(InputGradient, Input, nameof(InputGradient), nameof(Input));
        ThrowHelper.IfOverlap<T>(InputGradient, Output, nameof(InputGradient), nameof(Output));
        ThrowHelper.IfOverlap<T>(ResidualGradient, Input, nameof(ResidualGradient), nameof(Input));
        ThrowHelper.IfOverlap<T>(ResidualGradient, Output, nameof(ResidualGradient), nameof(Output));
        ThrowHelper.IfShiftedOverlap<T>(ResidualGradient, OutputGradient, nameof(ResidualGradient), nameof(OutputGradient));
        ThrowHelper.IfOverlap<T>(ResidualGradient, InputGradient, nameof(ResidualGradient), nameof(InputGradient));
    }
}
