using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace L2BN;

/// <content>Options, parameters and buffers, under BatchNorm's names.</content>
public abstract partial class L2BatchNorm
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(running_mean))]
    private Tensor? _running_mean;

    [ComponentName(Name = nameof(running_var))]
    private Tensor? _running_var;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor? _num_batches_tracked;

    /// <summary>The number of channels C, at least 1.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance, at least 0; default 1e-5.</summary>
    public double eps { get; set => field = OptionGuard.Eps(value); }

    /// <summary>Weight of a new batch in the running statistics, 0 to 1; null is the cumulative average; default 0.1.</summary>
    public double? momentum { get; set => field = OptionGuard.Momentum(value); }

    /// <summary>Norms below this are taken as this, above 0; default 1e-12.</summary>
    public double norm_eps { get; set => field = OptionGuard.NormEps(value); }

    /// <summary>The length every sample is given; default √D.</summary>
    public FeatureScale scale { get; }

    /// <summary>Whether the layer has <see cref="weight"/> and <see cref="bias"/>; default true.</summary>
    public bool affine { get; }

    /// <summary>Whether the layer keeps running statistics; without them it always normalises by the batch; default true.</summary>
    public bool track_running_stats { get; }

    /// <summary>γ, [C], starts at 1; null without <see cref="affine"/>.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    /// <summary>β, [C], starts at 0; null without <see cref="affine"/>.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    /// <summary>Running mean of z, [C], starts at 0; null without <see cref="track_running_stats"/>.</summary>
    public Tensor? running_mean
    {
        get => _running_mean;
        set => SetBuffer(ref _running_mean, CheckSize(value, nameof(running_mean)), nameof(running_mean));
    }

    /// <summary>Running unbiased variance of z, [C], starts at 1; null without <see cref="track_running_stats"/>.</summary>
    public Tensor? running_var
    {
        get => _running_var;
        set => SetBuffer(ref _running_var, CheckSize(value, nameof(running_var)), nameof(running_var));
    }

    /// <summary>Training batches seen, an int64 scalar whatever the layer's type; null without <see cref="track_running_stats"/>.</summary>
    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => SetBuffer(ref _num_batches_tracked, CheckCounter(value), nameof(num_batches_tracked));
    }

    /// <summary>Puts the running statistics and their counter back to where they started.</summary>
    public void reset_running_stats()
    {
        using var _ = no_grad();
        _running_mean?.Fill_(0);
        _running_var?.Fill_(1);
        _num_batches_tracked?.Fill_(0);
        _small.Reset();
    }

    /// <summary>Puts weight, bias and the running statistics back to where they started.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        using var _ = no_grad();
        _weight?.Fill_(1);
        _bias?.Fill_(0);
    }

    /// <summary>Takes the tensors out of the layer, which is empty afterwards.</summary>
    internal NormTensors TakeState()
    {
        var state = new NormTensors(_weight, _bias, _running_mean, _running_var, _num_batches_tracked);
        (_weight, _bias, _running_mean, _running_var, _num_batches_tracked) = (null, null, null, null, null);
        _internal_params.Clear();
        _internal_buffers.Clear();
        return state;
    }

    private void CreateState(Device? device, ScalarType? type)
    {
        if (affine)
        {
            weight = new Parameter(ones(num_features, type, device));
            bias = new Parameter(zeros(num_features, type, device));
        }

        if (!track_running_stats) return;
        running_mean = zeros(num_features, type, device);
        running_var = ones(num_features, type, device);
        num_batches_tracked = tensor(0L, ScalarType.Int64, device);
    }

    private void SetParameter(ref Parameter? field, Parameter? value, string component)
    {
        if (ReferenceEquals(field, value)) return;
        CheckSize(value, component);
        field?.Dispose();
        field = (Parameter?)value?.DetachFromDisposeScope();
        ConditionallyRegisterParameter(component, field);
    }

    private void SetBuffer(ref Tensor? field, Tensor? value, string component)
    {
        if (ReferenceEquals(field, value)) return;
        field?.Dispose();
        field = value?.DetachFromDisposeScope();
        ConditionallyRegisterBuffer(component, field);
    }

    private Tensor? CheckSize(Tensor? value, string component) => value is null || (value.dim() == 1 && value.shape[0] == num_features)
        ? value
        : throw new ArgumentException($"{name}: expected {component} of size [{num_features}], got {InputGuard.Size(value)}.", component);

    private Tensor? CheckCounter(Tensor? counter)
    {
        if (counter is null || (counter.dim() == 0 && counter.dtype == ScalarType.Int64)) return counter;
        string got = $"{counter.dtype} of size {InputGuard.Size(counter)}";
        throw new ArgumentException($"{name}: expected num_batches_tracked to be an int64 scalar, got {got}.", nameof(counter));
    }
}
