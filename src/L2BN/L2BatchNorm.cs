using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Statistics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// L2 batch normalization (Wang et al., arXiv 2207.02625): every sample is scaled to one length, then batch-normalized per channel.
/// <code>
/// n_i = max(‖x_i‖₂, norm_eps)      the norm over all channels and positions of sample i
/// z_i = τ · x_i / n_i              τ = √D (RootDimension) or 1 (Unit), D = channels · positions
/// y   = weight_c · (z − μ_c) / √(σ²_c + eps) + bias_c
/// </code>
/// Training normalizes by the batch's μ and biased σ², and moves the running statistics (unbiased σ²) toward them; evaluation
/// normalizes by the running statistics. Parameters, buffers and their names are BatchNorm's. A sample with a norm below
/// <see cref="norm_eps"/> is scaled by τ/norm_eps and has a gradient of zero (<see cref="small_norm_samples"/> counts them).
/// Types: float64, float32, and float16 or bfloat16 (computed in float32), also with float32 parameters.
/// </summary>
public abstract partial class L2BatchNorm : nn.Module<Tensor, Tensor>, INormLayer
{
    private readonly SmallNormCounter _small;
    private readonly long _minRank;
    private readonly long _maxRank;

    private protected L2BatchNorm(
        string name, long minRank, long maxRank, long num_features, double eps, double? momentum, bool affine, bool track_running_stats,
        FeatureScale scale, double norm_eps, Device? device, ScalarType? dtype)
        : base(name)
    {
        (_minRank, _maxRank, _small) = (minRank, maxRank, new(name));
        this.num_features = OptionGuard.Features(num_features);
        this.eps = eps;
        this.momentum = momentum;
        this.norm_eps = norm_eps;
        this.scale = OptionGuard.Scale(scale);
        (this.affine, this.track_running_stats) = (affine, track_running_stats);
        CreateState(device, OptionGuard.Type(dtype));
    }

    /// <summary>Normalizes a batch; without hooks, which <c>call</c> runs.</summary>
    /// <param name="input">[N, C, …] with C = <see cref="num_features"/>.</param>
    /// <returns>A new tensor of the input's shape and type.</returns>
    /// <exception cref="ArgumentException">Wrong rank, channels, type or device, or one value per channel in training.</exception>
    public override Tensor forward(Tensor input) => forward(input, Activation.Identity);

    /// <summary>act(l2bn(input) + residual), in one operation where the device allows it.</summary>
    /// <param name="input">[N, C, …] with C = <see cref="num_features"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="residual">Added before the activation: shape, type and device of the input, or null.</param>
    /// <param name="negative_slope">Slope of <see cref="Activation.LeakyRelu"/> below 0, at least 0; default 0.01.</param>
    /// <returns>A new tensor of the input's shape and type.</returns>
    /// <exception cref="ArgumentException">Wrong rank, channels, type or device, one value per channel in training, a value that
    /// <see cref="non_finite"/> refuses, or an option outside its range; neither the counter nor the statistics have changed then.</exception>
    public Tensor forward(
        Tensor input, Activation activation, Tensor? residual = null, double negative_slope = NormOptions.DefaultNegativeSlope)
    {
        bool batch = UsesBatchStatistics;
        NormState state = State;
        OptionGuard.Activation(activation);
        OptionGuard.NegativeSlope(negative_slope);
        Check(input, state, residual, batch);
        if (input.numel() > 0)
            Positions = input.numel() / input.size(0) / num_features;
        double momentum = batch && state.RunningMean is not null ? CountBatch() : 0;
        NormOptions options = new()
        {
            Eps = eps, NormEps = norm_eps, Scale = scale, Activation = activation, NegativeSlope = negative_slope,
        };
        return L2BatchNormOperation.Forward(input, state, new(options, batch, momentum), residual, _small);
    }

    /// <summary>Samples so far with a norm below <see cref="norm_eps"/>; the first also causes a warning through <c>Trace</c>.</summary>
    public long small_norm_samples => _small.Count;

    /// <summary>What training does with NaN and infinity in its input; default <see cref="NonFinitePolicy.Propagate"/>. Not part of the
    /// state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a named value.</exception>
    public NonFinitePolicy non_finite
    {
        get;
        set => field = OptionGuard.NonFinite(value);
    }

    /// <summary>S of the latest input, the product of its spatial sizes; 0 before the first.</summary>
    internal long Positions { get; private set; }

    bool INormLayer.UsesBatchStatistics => !frozen || !HasStatistics;

    private bool HasStatistics => _running_mean is not null && _running_var is not null;

    private bool UsesBatchStatistics => (training && !frozen) || !HasStatistics;

    private NormState State => HasStatistics ? new(_running_mean, _running_var, _weight, _bias) : new(null, null, _weight, _bias);

    private void Check(Tensor input, NormState state, Tensor? residual, bool batch)
    {
        ArgumentNullException.ThrowIfNull(input);
        InputGuard.Rank(name!, input, _minRank, _maxRank);
        InputGuard.Channels(name!, input, num_features);
        InputGuard.Input(name!, input, state, batch);
        InputGuard.Residual(name!, input, residual);
        if (batch && non_finite == NonFinitePolicy.Throw)
            InputGuard.Finite(name!, input);
    }

    /// <summary>Counts this batch and returns its weight in the running statistics.</summary>
    private double CountBatch()
    {
        if (_num_batches_tracked is null)
            return momentum ?? 0;
        using (no_grad())
            _num_batches_tracked.Increment_();
        return momentum ?? 1.0 / _num_batches_tracked.item<long>();
    }

    /// <summary>Whether the running statistics are used, and not updated, in training too.</summary>
    public bool frozen { get; private set; }

    /// <summary>Normalizes by the running statistics in training too, and does not update them or their counter. Unlike <c>eval()</c> it
    /// outlasts the next <c>train()</c> of the model.</summary>
    /// <param name="parameters">Stop the gradients of weight and bias as well; default true.</param>
    /// <exception cref="InvalidOperationException">The layer has no running statistics.</exception>
    public void Freeze(bool parameters = true)
    {
        if (!HasStatistics)
            throw new InvalidOperationException(
                $"{name}.Freeze: expected running statistics, got none; create the layer with track_running_stats: true.");
        frozen = true;
        if (parameters)
            RequireGradients(false);
    }

    /// <summary>Reverts <see cref="Freeze"/>: batch statistics in training, gradients for weight and bias.</summary>
    public void Unfreeze()
    {
        frozen = false;
        RequireGradients(true);
    }

    private void RequireGradients(bool value)
    {
        foreach (Parameter parameter in parameters(recurse: false))
            parameter.requires_grad = value;
    }

    /// <summary>
    /// Scales the running statistics of a <see cref="FeatureScale.Unit"/> layer to inputs of another size: with τ = 1 they are proportional
    /// to 1/D, so those learned at one size are wrong at another. <see cref="StatisticsCheck.CorrectInputSize"/> does it for a whole model.
    /// </summary>
    /// <param name="positions">S at the new size, the product of the spatial sizes; at least 1.</param>
    /// <param name="from_positions">S in training; null derives it from the statistics, whose mean square is 1/(C·S).</param>
    /// <exception cref="InvalidOperationException">The layer is not Unit, or has no statistics yet.</exception>
    public void CorrectInputSize(long positions, long? from_positions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(from_positions ?? 1, 1);
        RunningNorm norm = RequireCorrectable();
        double from = from_positions ?? 1 / (norm.MeanSquare() * num_features);
        Rescale(from / positions);
    }

    internal RunningNorm RequireCorrectable()
    {
        if (scale != FeatureScale.Unit)
            throw new InvalidOperationException(
                $"{name}: expected scale Unit, got {scale}, whose statistics don't depend on the input size.");
        return RunningNorm.From(this) is RunningNorm norm && !RunningStatsClassifier.HasInitialValues(norm)
            ? norm
            : throw new InvalidOperationException(
                $"{name}: expected running statistics, got none yet; train the layer, or recalibrate it at the new size.");
    }

    private void Rescale(double factor)
    {
        using IDisposable _ = no_grad();
        _running_var!.Times_(factor);
        _running_mean!.Times_(Math.Sqrt(factor));
    }
}

/// <summary>What <see cref="L2BatchNorm"/> does with NaN and infinity in a batch that it takes statistics of.</summary>
public enum NonFinitePolicy
{
    /// <summary>They reach outputs of their sample, and, as in BatchNorm, statistics of the batch and the running statistics, which never
    /// become finite again.</summary>
    Propagate,

    /// <summary>An exception names the first sample that has one, before the statistics and their counter change. It costs one more pass
    /// over the input, and on a GPU a synchronization.</summary>
    Throw,
}
