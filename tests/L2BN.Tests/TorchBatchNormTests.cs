using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>The stand-in for TorchSharp's BatchNorm is TorchSharp's BatchNorm, but for how it counts.</summary>
public sealed class TorchBatchNormTests
{
    public static TheoryData<int, double?, bool> Cases => new()
    {
        { 2, 0.1, true }, { 3, 0.3, false }, { 4, 0.1, true }, { 4, null, true }, { 2, null, false },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Steps_and_evaluation_have_the_same_bits(int rank, double? momentum, bool affine)
    {
        using DisposeScope scope = NewDisposeScope();
        (BatchNorm original, BatchNorm owned) = Pair(rank, affine);
        (original.momentum, owned.momentum) = (momentum, momentum);
        for (int step = 0; step < 3; step++)
            AssertSame(original, owned, rank, step);
        original.eval();
        owned.eval();
        AssertSame(original, owned, rank, 3);
    }

    [Theory, InlineData(4, 3), InlineData(4, 2), InlineData(2, 4)]
    public void Wrong_rank_is_refused(int rank, int given)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains(
            $"got {given}D",
            Assert.Throws<ArgumentException>(() => Pair(rank, true).Owned.call(Input(given, 0))).Message,
            StringComparison.Ordinal);
    }

    private static (BatchNorm Original, BatchNorm Owned) Pair(int rank, bool affine) => rank == 4
        ? (nn.BatchNorm2d(5, 1e-4, 0.1, affine), TorchBatchNorm.Create2d(5, 1e-4, 0.1, affine))
        : (nn.BatchNorm1d(5, 1e-4, 0.1, affine), TorchBatchNorm.Create1d(5, 1e-4, 0.1, affine));

    private static Tensor Input(int rank, int seed) =>
        (Tensors.Random(seed, [6, 5, .. Enumerable.Repeat(3L, rank - 2)]) * 2 + seed).to(ScalarType.Float32);

    private static void AssertSame(BatchNorm original, BatchNorm owned, int rank, int step)
    {
        Tensor x = Input(rank, step);
        Assert.Equal(original.call(x).bytes.ToArray(), owned.call(x).bytes.ToArray());
        (Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual) = (original.state_dict(), owned.state_dict());
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, item => Assert.Equal(item.Value.bytes.ToArray(), actual[item.Key].bytes.ToArray()));
        Assert.Equal(original.num_batches_tracked!.dtype, owned.num_batches_tracked!.dtype);
    }
}
