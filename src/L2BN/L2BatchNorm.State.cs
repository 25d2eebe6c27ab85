using L2BN.Conversion;
using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace L2BN;

/// <content>Options, parameters and buffers, under BatchNorm's names; loading and moving them.</content>
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

    /// <summary>Whether the layer has running statistics; without them it always normalizes by the batch; default true.</summary>
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

    /// <summary>Sets the running statistics and their counter to their initial values.</summary>
    public void reset_running_stats()
    {
        using IDisposable _ = no_grad();
        _running_mean?.Fill_(0);
        _running_var?.Fill_(1);
        _num_batches_tracked?.Fill_(0);
        _small.Reset();
    }

    /// <summary>Sets weight, bias and the running statistics to their initial values.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        using IDisposable _ = no_grad();
        _weight?.Fill_(1);
        _bias?.Fill_(0);
    }

    /// <summary>Removes the tensors from the layer and returns them.</summary>
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

        if (!track_running_stats)
            return;
        running_mean = zeros(num_features, type, device);
        running_var = ones(num_features, type, device);
        num_batches_tracked = tensor(0L, ScalarType.Int64, device);
    }

    private void SetParameter(ref Parameter? field, Parameter? value, string component)
    {
        if (ReferenceEquals(field, value))
            return;
        CheckSize(value, component);
        field?.Dispose();
        field = (Parameter?)value?.DetachFromDisposeScope();
        ConditionallyRegisterParameter(component, field);
    }

    private void SetBuffer(ref Tensor? field, Tensor? value, string component)
    {
        if (ReferenceEquals(field, value))
            return;
        field?.Dispose();
        field = value?.DetachFromDisposeScope();
        ConditionallyRegisterBuffer(component, field);
    }

    private Tensor? CheckSize(Tensor? value, string component) => value is null || (value.dim() == 1 && value.shape[0] == num_features)
        ? value
        : throw new ArgumentException($"{name}: expected {component} of size [{num_features}], got {InputGuard.Size(value)}.", component);

    private Tensor? CheckCounter(Tensor? counter)
    {
        if (counter is null || (counter.dim() == 0 && counter.dtype == ScalarType.Int64))
            return counter;
        string got = $"{counter.dtype} of size {InputGuard.Size(counter)}";
        throw new ArgumentException($"{name}: expected num_batches_tracked to be an int64 scalar, got {got}.", nameof(counter));
    }

    /// <summary>
    /// Copies a dictionary into the layer, after all of it has been checked. One without <c>num_batches_tracked</c>, as old BatchNorm
    /// checkpoints are, is complete: the counter stays as it is. (For a whole model see <see cref="NormCheckpoint"/>.)
    /// </summary>
    /// <param name="source">Tensors by name.</param>
    /// <param name="strict">Throw on missing and unknown names; default true.</param>
    /// <param name="skip">Names that are not loaded.</param>
    /// <returns>The names that were missing and those that were not known.</returns>
    /// <exception cref="ArgumentException">A size that does not fit, or a negative running variance.</exception>
    /// <exception cref="InvalidOperationException">Missing or unknown names under <paramref name="strict"/>.</exception>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
    {
        IList<string> skipped = NormCheckpoint.Check(state_dict(), source, skip);
        return base.load_state_dict(source, strict, skipped);
    }

    /// <inheritdoc/>
    protected override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(device, dtype);

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
        Move(new Device(deviceType, deviceIndex), null);

    /// <inheritdoc/>
    protected override nn.Module _to(ScalarType dtype, bool non_blocking) => Move(null, dtype);

    // The counter follows the device, never the type.
    private L2BatchNorm Move(Device? device, ScalarType? type)
    {
        OptionGuard.Type(type);
        if (_weight is not null && ReplaceParameter(type, device, _weight, out Parameter? w))
            weight = w;
        if (_bias is not null && ReplaceParameter(type, device, _bias, out Parameter? b))
            bias = b;
        if (_running_mean is not null && ReplaceBuffer(type, device, _running_mean, out Tensor? mean))
            running_mean = mean;
        if (_running_var is not null && ReplaceBuffer(type, device, _running_var, out Tensor? variance))
            running_var = variance;
        if (device is null)
            return this;
        (_deviceType, _deviceIndex) = (device.type, device.index);
        if (_num_batches_tracked is not null && ReplaceBuffer(null, device, _num_batches_tracked, out Tensor? count))
            num_batches_tracked = count;
        return this;
    }
}
