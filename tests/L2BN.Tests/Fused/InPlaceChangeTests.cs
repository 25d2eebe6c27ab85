using System.Runtime.InteropServices;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Fused;

/// <summary>
/// Tensors that are changed in place between forward and backward: the layer raises where torch's BatchNorm raises, and never ends the
/// process. Where backward does not read what was changed (docs/l2bn.md) it may succeed instead, with the gradients of the unchanged pass.
/// </summary>
// Alone: its many small objects cause collections, in which TorchSharp's own operators fail (docs/decisions/0006).
[Collection(nameof(ThreadSettings))]
public sealed class InPlaceChangeTests
{
    private const int Cases = 1_000, PerTest = 100;

    public static TheoryData<int> FirstSeeds => [.. Enumerable.Range(0, Cases / PerTest).Select(i => i * PerTest)];

    [Theory]
    [MemberData(nameof(FirstSeeds))]
    public void Random_changes_have_the_outcome_of_batch_norm(int firstSeed)
    {
        for (int seed = firstSeed; seed < firstSeed + PerTest; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            var @case = new InPlaceCase(seed);
            Outcome batchNorm = Run(@case, @case.CreateBatchNorm(), @case.Changes);
            Outcome changed = Run(@case, @case.CreateL2BatchNorm(), @case.Changes);
            Outcome unchanged = Run(@case, @case.CreateL2BatchNorm(), []);
            if (batchNorm.Error is null || !@case.MayDiffer)
                Assert.True(
                    batchNorm.Error is null == changed.Error is null,
                    $"{@case}: expected '{batchNorm.Error}', got '{changed.Error}'");
            if (changed.Error is null)
                Assert.True(
                    unchanged.Gradients.SequenceEqual(changed.Gradients),
                    $"{@case}: the gradients differ from those without a change");
            else
                Assert.Contains("modified by an inplace operation", changed.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_cases_raise_and_succeed()
    {
        int raised = 0;
        for (int seed = 0; seed < PerTest; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            var @case = new InPlaceCase(seed);
            raised += Run(@case, @case.CreateL2BatchNorm(), @case.Changes).Error is null ? 0 : 1;
        }

        Assert.InRange(raised, PerTest / 5, 4 * PerTest / 5);
    }

    private static Outcome Run(InPlaceCase @case, nn.Module<Tensor, Tensor> layer, IReadOnlyList<InPlaceChange> changes)
    {
        Tensor leaf = @case.CreateInput(), input = @case.Prepare(leaf);
        Tensor output = layer.call(input);
        foreach (InPlaceChange change in changes)
            change.Apply(new(layer, input, output));
        try
        {
            output.backward([@case.CreateGradient()]);
        }
        catch (ExternalException error)
        {
            return new(error.Message, []);
        }

        IEnumerable<Tensor?> gradients = layer.parameters().Select(parameter => parameter.grad).Prepend(leaf.grad);
        return new(null, [.. gradients.OfType<Tensor>().SelectMany(Tensors.Values)]);
    }

    private sealed record Outcome(string? Error, double[] Gradients);
}
