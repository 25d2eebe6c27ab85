using System.Text;
using L2BN.Flow;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Onnx.Tests;

/// <summary>What the exporter writes, and what it refuses.</summary>
public sealed class ExporterTests : TemporaryFolder
{
    private static readonly OnnxOptions s_options = new() { InputShape = [3, 8, 8] };

    private string Target => PathOf("network.onnx");

    [Fact]
    public void Sequential_of_known_modules_needs_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential network = Sequential(
            ("conv", Conv2d(3, 6, 3, stride: 2, padding: 1, groups: 3)), ("norm", new L2BatchNormAct(6, Activation.LeakyRelu)),
            ("pool", AvgPool2d(3, stride: 2, padding: 1)), ("drop", Dropout(0.5)), ("silu", SiLU()), ("tanh", Tanh()),
            ("average", AdaptiveAvgPool2d(1)), ("flat", Flatten()), ("fc", Linear(6, 2)), ("soft", Sigmoid()));
        Near(network, Export(network), randn(2, 3, 8, 8));
    }

    [Fact]
    public void Own_module_takes_part_by_describing_its_forward()
    {
        using DisposeScope scope = NewDisposeScope();
        using OwnBlock network = new();
        Near(network, Export(network), randn(3, 3, 9, 5));
    }

    [Fact]
    public void Conversion_by_hook_is_written()
    {
        using DisposeScope scope = NewDisposeScope();
        using FieldOfBatchNorm network = new();
        ConversionReport report = NormConversion.ToL2BN(network);
        Assert.Single(report.Unfused);
        Near(network, Export(network), randn(2, 3, 8, 8));
    }

    [Fact]
    public void Tiny_samples_are_those_of_torch()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential network = Sequential(("norm", new L2BatchNorm2d(3)));
        Tensor input = randn(4, 3, 8, 8);
        foreach ((long sample, double factor) in (ReadOnlySpan<(long, double)>)[(0, 0), (1, 1e-13), (2, 1e-30)])
            input[sample].mul_(factor.ToScalar());
        Near(network, Export(network), input);
    }

    [Fact]
    public void Tensors_of_a_large_network_are_beside_it()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential network = Sequential(("conv", Conv2d(3, 40, 5)), ("norm", BatchNorm2d(40)), ("next", Conv2d(40, 30, 1)));
        OnnxExportResult written = Export(network, s_options with { ExternalFrom = 4096 });
        Assert.Equal(Target + ".data", written.DataPath);
        Assert.Equal(4 * (3 * 40 * 25 + 40 * 30), new FileInfo(written.DataPath!).Length);
        Assert.InRange(new FileInfo(Target).Length, 1, 4096);
        Near(network, written, randn(1, 3, 8, 8));
    }

    [Fact]
    public void Any_batch_and_size_unless_flattened()
    {
        using DisposeScope scope = NewDisposeScope();
        Export(Sequential(("conv", Conv2d(3, 4, 3)), ("relu", ReLU())), s_options with { AxisNames = ["mel", "time"] });
        using (OnnxSession session = new(Target))
            Assert.Equal(["batch", "", "mel", "time"], session.Axes);
        OnnxExportResult flat = Export(Sequential(("flat", Flatten()), ("fc", Linear(192, 2))));
        Assert.True(flat.FixedSize);
        using OnnxSession second = new(Target);
        Assert.Equal([-1, 3, 8, 8], second.Sizes);
    }

    [Fact]
    public void Metadata_and_state_names_are_in_the_file()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, string> texts = new() { ["classes"] = "[\"Ä\"]" };
        Export(Sequential(("first", Conv2d(3, 4, 3)), ("norm", new L2BatchNorm2d(4))), s_options with { Metadata = texts });
        using OnnxSession session = new(Target);
        Assert.Equal("[\"Ä\"]", session.Metadata["classes"]);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Target));
        Assert.All(
            ["first.weight", "first.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"],
            name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_networks_give_equal_bytes()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential network = Sequential(("conv", Conv2d(3, 4, 3)), ("norm", new L2BatchNorm2d(4)));
        Export(network);
        byte[] first = File.ReadAllBytes(Target);
        OnnxExporter.Export(network, Target, s_options);
        Assert.Equal(first, File.ReadAllBytes(Target));
    }

    public static TheoryData<string> Refusals => [.. s_refusals.Keys];

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_written_is_refused_by_name(string message)
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential network = Sequential(("a", ReLU()), ("b", s_refusals[message]()));
        OnnxExportException refused = Assert.Throws<OnnxExportException>(() => Export(network));
        Assert.Contains("'b'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> s_refusals = new()
    {
        ["IFlowModule"] = () => LocalResponseNorm(2),
        ["running statistics"] = () => new L2BatchNorm2d(3, track_running_stats: false),
        ["ConvTranspose2d"] = () => ConvTranspose2d(3, 3, 3),
        ["padding mode"] = () => Conv2d(3, 3, 3, padding_mode: PaddingModes.Circular),
        ["flatten it first"] = () => Linear(8, 2),
        ["output size"] = () => AdaptiveAvgPool2d(2),
    };

    [Fact]
    public void Axis_names_are_those_of_the_input() => Assert.Throws<ArgumentException>(
        () => Export(Sequential(("a", ReLU())), s_options with { AxisNames = ["length"] }));

    private OnnxExportResult Export(Module<Tensor, Tensor> network, OnnxOptions? options = null)
    {
        manual_seed(3);
        network.train();
        if (network.parameters().Any())
            network.call(randn(4, 3, 8, 8)).Dispose();
        network.eval();
        return OnnxExporter.Export(network, Target, options ?? s_options);
    }

    private static void Near(Module<Tensor, Tensor> network, OnnxExportResult written, Tensor input)
    {
        using OnnxSession session = new(written.Path);
        float[] expected = network.call(input).detach().contiguous().data<float>().ToArray();
        float[] actual = session.Run(input);
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(value => Math.Abs((double)value));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
    }

    private sealed class OwnBlock : Module<Tensor, Tensor>, IFlowModule
    {
        private readonly TorchFlow _flow = new();
        private readonly Conv2d conv = Conv2d(3, 3, 3, padding: 1);
        private readonly L2BatchNorm2d norm = new(3);
        private readonly Linear fc = Linear(6, 2);

        public OwnBlock() : base(nameof(OwnBlock)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _flow.Run(this, input);

        public TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
            where TValue : class
        {
            TValue x = flow.Norm(norm, flow.Call(conv, input), Activation.Relu, input);
            x = flow.ScaleChannels(x, flow.Sigmoid(flow.Max(x)));
            return flow.Call(fc, flow.Concat(1, flow.Mean(x), flow.Max(flow.Subsample(flow.Part(x, 2, 1, 7), 2))));
        }
    }

    private sealed class FieldOfBatchNorm : Module<Tensor, Tensor>, IFlowModule
    {
        private readonly TorchFlow _flow = new();
        private readonly BatchNorm2d norm = BatchNorm2d(3);

        public FieldOfBatchNorm() : base(nameof(FieldOfBatchNorm)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _flow.Run(this, input);

        public TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
            where TValue : class =>
            flow.Norm(norm, input);
    }
}
