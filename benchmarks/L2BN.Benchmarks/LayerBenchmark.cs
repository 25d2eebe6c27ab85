using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace L2BN.Benchmarks;

/// <summary>Forward + backward through the layer by BenchmarkDotNet; libtorch's BatchNorm is the baseline.</summary>
public class LayerBenchmark
{
    private LayerArm? _l2bn, _bn, _composed;

    /// <summary>The input's shape.</summary>
    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    /// <summary>The eight shapes.</summary>
    public static IEnumerable<string> Shapes => LayerShapes.All.Select(LayerShapes.Name);

    /// <summary>Makes the arms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        MemoryReuse.Enable();
        torch.set_num_threads(Environment.ProcessorCount);
        int[] shape = LayerShapes.All.First(s => LayerShapes.Name(s) == Shape);
        (_l2bn, _bn, _composed) = (
            LayerArm.L2BN(shape, ComputeFormat.Default),
            LayerArm.Bn(shape, ComputeFormat.Default),
            LayerArm.Composed(shape, ComputeFormat.Default));
    }

    /// <summary>Ends the arms.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (LayerArm? arm in (LayerArm?[])[_l2bn, _bn, _composed])
            arm?.Dispose();
    }

    /// <summary>libtorch's BatchNorm2d.</summary>
    [Benchmark(Baseline = true)]
    public void BatchNorm() => _bn!.ForwardBackward();

    /// <summary>The fused layer.</summary>
    [Benchmark]
    public void L2BatchNorm() => _l2bn!.ForwardBackward();

    /// <summary>The layer in torch's operators.</summary>
    [Benchmark]
    public void Composed() => _composed!.ForwardBackward();
}
