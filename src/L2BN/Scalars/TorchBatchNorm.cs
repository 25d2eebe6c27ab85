using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Scalars;

/// <summary>
/// TorchSharp's BatchNorm1d and 2d, which are sealed, with an owned number added to the counter of batches: theirs may be freed during the
/// addition (docs/decisions/0006). Everything else equals theirs bit for bit.
/// </summary>
internal sealed class TorchBatchNorm : BatchNorm
{
    private readonly int _minRank;
    private readonly int _maxRank;

    private TorchBatchNorm(long num_features, double eps, double momentum, bool affine, int minRank, int maxRank, string name)
        : base(num_features, eps, momentum, affine, true, null, null, name) => (_minRank, _maxRank) = (minRank, maxRank);

    /// <summary>Whether it is a BatchNorm2d; otherwise a 1d.</summary>
    internal bool Is2d => _minRank == 4;

    /// <summary>For N×C or N×C×L.</summary>
    internal static TorchBatchNorm Create1d(long num_features, double eps, double momentum, bool affine) =>
        new(num_features, eps, momentum, affine, 2, 3, nameof(BatchNorm1d));

    /// <summary>For N×C×H×W.</summary>
    internal static TorchBatchNorm Create2d(long num_features, double eps, double momentum, bool affine) =>
        new(num_features, eps, momentum, affine, 4, 4, nameof(BatchNorm2d));

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        double factor = training && num_batches_tracked is Tensor counter ? CountBatch(counter) : momentum ?? 0;
        bool batch = training || (running_mean is null && running_var is null);
        return F.batch_norm(input, running_mean, running_var, weight, bias, batch, factor, eps);
    }

    protected override void ValidateInputDimensions(Tensor input) => InputGuard.Rank(GetName(), input, _minRank, _maxRank);

    private double CountBatch(Tensor counter)
    {
        counter.Increment_();
        return momentum ?? 1.0 / counter.item<long>();
    }
}
