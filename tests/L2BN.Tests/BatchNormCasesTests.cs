using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>
/// What PyTorch's and TorchSharp's own tests ask of BatchNorm, over all of its settings: layer(x) is BatchNorm(normalized x) in outputs,
/// gradients and state, and it refuses what BatchNorm refuses. The output of the tests has the number of cases.
/// </summary>
public sealed class BatchNormCasesTests
{
    private static readonly long[][] s_sizes =
    [
        [6, 5], [17, 3], [5, 4, 3], [3, 2, 16], [4, 3, 2, 5], [2, 8, 4, 4], [3, 2, 2, 3, 2], [2, 5, 1, 4, 3],
    ];

    private static readonly (bool Track, double? Momentum)[] s_statistics =
    [
        (true, 0.1), (true, null), (true, 0.3), (true, 1), (true, 0), (false, 0.1),
    ];

    [Fact]
    public void Outputs_gradients_and_state_are_those_of_batch_norm()
    {
        int count = 0;
        List<string> faults = [];
        foreach (BatchNormCase data in Settings())
        {
            count++;
            try
            {
                data.Check();
            }
            catch (Exception fault)
            {
                faults.Add($"{data}: {fault.Message.ReplaceLineEndings(" ")}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} cases, {faults.Count} failed");
        Assert.True(faults.Count == 0, $"{faults.Count} of {count}:\n{string.Join('\n', faults.Take(20))}");
        Assert.InRange(count, 1529, 5000);
    }

    [Fact]
    public void What_batch_norm_refuses_is_refused()
    {
        int count = 0;
        List<string> faults = [];
        foreach ((string name, Func<nn.Module<Tensor, Tensor>> own, Func<nn.Module<Tensor, Tensor>> other) in Layers())
        {
            foreach (bool training in new[] { true, false })
            {
                foreach (long[] size in Inputs())
                {
                    count++;
                    bool refused = Refuses(own, size, training);
                    bool expected = Refuses(other, size, training) || (HasOneValuePerChannel(size) && (training || IsUntracked(name)));
                    if (refused != expected)
                    {
                        string what = expected ? "refuses" : "takes";
                        faults.Add($"{name}, training {training}, [{string.Join(", ", size)}]: BatchNorm {what} it");
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} cases, {faults.Count} failed");
        Assert.True(faults.Count == 0, $"{faults.Count} of {count}:\n{string.Join('\n', faults)}");
    }

    // As PyTorch's tests of F.batch_norm: each of the four vectors of a wrong length, in training and evaluation.
    [Fact]
    public void Functional_form_refuses_vectors_of_another_length()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Tensors.Random(1, 3, 4, 5).to(ScalarType.Float32);
        foreach (long wrong in new long[] { 1, 3, 5, 8 })
        {
            for (int which = 0; which < 4; which++)
            {
                foreach (bool training in new[] { true, false })
                {
                    Tensor[] vectors = [.. Enumerable.Range(0, 4).Select(i => ones(i == which ? wrong : 4))];
                    Assert.ThrowsAny<Exception>(() =>
                        F.batch_norm(x, vectors[0], vectors[1], vectors[2], vectors[3], training));
                    Assert.ThrowsAny<ArgumentException>(() =>
                        F.l2_batch_norm(x, vectors[0], vectors[1], vectors[2], vectors[3], training));
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void State_of_batch_norm_loads_and_is_refused_where_an_entry_is_missing_or_of_another_size(bool track)
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm2d source = nn.BatchNorm2d(4, track_running_stats: track);
        source.call(Tensors.Random(1, 3, 4, 2, 2).to(ScalarType.Float32));
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4, track_running_stats: track);
        Dictionary<string, Tensor> state = source.state_dict();
        layer.load_state_dict(state);
        Assert.All(state, item => Assert.Equal(item.Value.bytes.ToArray(), layer.state_dict()[item.Key].bytes.ToArray()));
        foreach (string name in state.Keys)
        {
            var missing = state.Where(item => item.Key != name).ToDictionary();
            // States of PyTorch before 0.4.1 have no such count, and load.
            if (name == "num_batches_tracked")
            {
                layer.load_state_dict(missing);
                continue;
            }

            Assert.ThrowsAny<Exception>(() => layer.load_state_dict(missing));
            Assert.ThrowsAny<Exception>(() => layer.load_state_dict(new Dictionary<string, Tensor>(state) { [name] = ones(5) }));
        }
    }

    private static IEnumerable<BatchNormCase> Settings()
    {
        int seed = 0;
        foreach (long[] size in s_sizes)
        {
            foreach (MemoryOrder order in Enum.GetValues<MemoryOrder>())
            {
                if (size.Length == 2 && order == MemoryOrder.ChannelsLast)
                    continue;
                foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
                {
                    foreach (bool affine in new[] { true, false })
                    {
                        foreach ((bool track, double? momentum) in s_statistics)
                        {
                            foreach (double eps in new[] { 1e-5, 1e-3 })
                            {
                                seed++;
                                FeatureScale scale = seed % 2 == 0 ? FeatureScale.RootDimension : FeatureScale.Unit;
                                yield return new BatchNormCase(size, order, type, affine, track, momentum, eps, scale, seed);
                            }
                        }
                    }
                }
            }
        }
    }

    // One value per channel in training, wrong channels, every number of dimensions, and batches without samples or positions.
    private static IEnumerable<long[]> Inputs() =>
    [
        [3], [1, 3], [2, 3], [2, 4], [0, 3], [1, 3, 1], [1, 3, 2], [2, 3, 4], [2, 4, 3], [0, 3, 4], [2, 3, 0], [1, 3, 1, 1], [1, 3, 1, 2],
        [2, 3, 2, 2], [2, 2, 3, 2], [0, 3, 2, 2], [2, 3, 0, 2], [1, 3, 1, 1, 1], [1, 3, 1, 2, 1], [2, 3, 2, 2, 2], [2, 1, 2, 2, 2],
        [0, 3, 2, 2, 2], [2, 3, 2, 2, 2, 2],
    ];

    private static IEnumerable<(string Name, Func<nn.Module<Tensor, Tensor>> Own, Func<nn.Module<Tensor, Tensor>> Other)> Layers() =>
    [
        ("1d", () => nn.L2BatchNorm1d(3), () => nn.BatchNorm1d(3)),
        ("2d", () => nn.L2BatchNorm2d(3), () => nn.BatchNorm2d(3)),
        ("3d", () => TorchModules.L2BatchNorm3d(3), () => nn.BatchNorm3d(3)),
        (
            "1d without statistics",
            () => nn.L2BatchNorm1d(3, track_running_stats: false),
            () => nn.BatchNorm1d(3, track_running_stats: false)
        ),
        (
            "2d without statistics",
            () => nn.L2BatchNorm2d(3, track_running_stats: false),
            () => nn.BatchNorm2d(3, track_running_stats: false)
        ),
    ];

    // PyTorch refuses it where the statistics are the batch's; TorchSharp does not, and gives zeros.
    private static bool HasOneValuePerChannel(long[] size) =>
        size.Length > 1 && size.Where((_, place) => place != 1).All(length => length == 1);

    private static bool IsUntracked(string name) => name.EndsWith("without statistics", StringComparison.Ordinal);

    private static bool Refuses(Func<nn.Module<Tensor, Tensor>> create, long[] size, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> layer = create();
        layer.train(training);
        try
        {
            layer.call(ones(size));
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }
}
