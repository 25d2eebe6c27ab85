using System.Diagnostics;
using System.Globalization;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Tests that measure the whole process and so run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>
/// Many training steps: live tensors and resident memory stay flat. L2BN_SOAK_CALLS sets how many (default 20,000, about ten seconds);
/// <c>dotnet test --project tests/L2BN.Tests --filter-trait Category=Slow</c> runs this alone.
/// </summary>
[Collection(nameof(Alone))]
public class SoakTests
{
    private const long AllowedGrowth = 16 << 20;

    private static readonly int s_calls =
        int.Parse(Environment.GetEnvironmentVariable("L2BN_SOAK_CALLS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact, Trait("Category", "Slow")]
    public void Memory_is_flat_over_many_steps()
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        using Tensor x = rand([8, 4, 4, 4], requires_grad: true);
        Repeat(layer, x, s_calls / 4);
        (long tensors, long memory) = (LiveTensors.Count, Resident());
        Repeat(layer, x, s_calls - (s_calls / 4));
        Assert.Equal(tensors, LiveTensors.Count);
        Assert.InRange(Resident() - memory, long.MinValue, AllowedGrowth);
    }

    /// <summary>As libtorch's own nodes do: 64 MiB that only the layer saved are free once its backward has run, while the graph still
    /// exists.</summary>
    [Fact]
    public void Backward_lets_go_of_the_input()
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        using Tensor weight = ones([1], requires_grad: true);
        using Tensor loss = LossOf(layer, weight);
        long before = Resident();
        loss.backward();
        if (OperatingSystem.IsLinux())
            Assert.InRange(before - Resident(), 48 << 20, 160 << 20);
    }

    private static Tensor LossOf(L2BatchNorm2d layer, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return layer.call(weight * rand(16, 4, 512, 512)).mean().MoveToOuterDisposeScope();
    }

    private static void Repeat(L2BatchNorm2d layer, Tensor x, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            layer.call(x).sum().backward();
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
