using L2BN.Models;
using L2BN.Models.Norms;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Onnx.Tests;

/// <summary>
/// Networks of the zoo in ONNX Runtime against torch: batches of 1 and 7, two input sizes, inputs as they are and scaled by 1e19 and
/// 1e-19. A difference is relative to the largest answer. All models and norms with L2BN_CASES=1. At these small sizes a group norm may
/// have a single value per group, whose variance is rounding alone: there torch's own distance from float64 is the measure.
/// </summary>
public sealed class ZooTests : TemporaryFolder
{
    private const double Tolerance = 1e-5, ScaledTolerance = 1e-4;

    private static readonly string[] s_finite = ["bn", "l2bn", "l2bn-unit"];

    private static readonly string[] s_norms = ["bn", "l2bn", "l2bn-unit", "ln", "gn", "rms", "none"];

    // Each operator of the flow, and each norm, at least once.
    private static readonly (string Model, string Norm)[] s_usual =
    [
        ("resnet8", "bn"), ("resnet8", "l2bn"), ("resnet8", "l2bn-unit"), ("resnet8", "gn"), ("resnet8", "rms"), ("resnet8", "ln"),
        ("resnet8_b", "none"), ("resnet18_imagenet", "l2bn"), ("mobilenet_v2_cifar", "l2bn"), ("vgg16_slim", "l2bn"), ("mlp", "l2bn"),
        ("mlp", "gn"), ("densenet_bc100", "bn"), ("asc_resnet", "l2bn"), ("asc_fcnn", "l2bn-unit"), ("asc_cnn", "rms"),
    ];

    public static TheoryData<string, string> Cases => Campaign.Cases(0) == 0
        ? [.. s_usual]
        : new(from entry in ModelCatalog.Entries from norm in s_norms select (entry.Name, norm));

    [Theory, MemberData(nameof(Cases))]
    public void Runtime_and_torch_agree(string name, string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        manual_seed(5);
        SampleShape shape = Size(name);
        nn.Module<Tensor, Tensor> model = ModelCatalog.Create(name, Options(name, norm, shape));
        Warm(model, shape);
        string path = Path.Combine(Folder, "network.onnx");
        OnnxExportResult written = OnnxExporter.Export(
            model, path, new OnnxOptions { InputShape = [shape.Channels, shape.Height, shape.Width] });
        Assert.Equal(name == "mlp", written.FixedSize);
        using OnnxSession session = new(path);
        List<string> failures = [];
        foreach ((int height, int width) in written.FixedSize ? [(shape.Height, shape.Width)] : Sizes(shape))
        {
            foreach (int batch in (int[])[1, 7])
            {
                Tensor input = randn(batch, shape.Channels, height, width);
                foreach (double factor in (double[])[1, 1e19, 1e-19])
                {
                    using Scalar scale = factor;
                    Tensor scaled = input.mul(scale);
                    Tensor expected = model.call(scaled);
                    double difference = Difference(expected, session.Run(scaled), s_finite.Contains(norm));
                    double tolerance = factor == 1 ? Tolerance : ScaledTolerance;
                    if (!(difference <= tolerance) && !(difference <= 2 * RoundingOfTorch(model, scaled, expected)))
                        failures.Add($"{batch}×{height}×{width}×{factor:G}: {difference:G3}");
                    TestContext.Current.TestOutputHelper?.WriteLine($"{batch}×{height}×{width} × {factor:G}: {difference:G3}");
                }
            }
        }

        Assert.Empty(failures);
    }

    // Norms whose squares torch itself overflows at 1e19 have no answer there to compare with.
    private static double Difference(Tensor expected, float[] actual, bool finite)
    {
        float[] torch = expected.contiguous().data<float>().ToArray();
        Assert.Equal(torch.Length, actual.Length);
        double largest = torch.Where(float.IsFinite).Select(value => Math.Abs((double)value)).DefaultIfEmpty(0).Max();
        return torch.Zip(actual).Max(pair => !float.IsFinite(pair.First)
            ? finite ? double.PositiveInfinity : 0
            : Math.Abs((double)pair.First - pair.Second) / Math.Max(largest, float.Epsilon));
    }

    private static double RoundingOfTorch(nn.Module<Tensor, Tensor> model, Tensor input, Tensor result)
    {
        model.to(ScalarType.Float64);
        Tensor exact = model.call(input.to(ScalarType.Float64)).to(ScalarType.Float32);
        model.to(ScalarType.Float32);
        return Difference(exact, result.contiguous().data<float>().ToArray(), finite: false);
    }

    private static ModelOptions Options(string name, string norm, SampleShape shape) => new()
    {
        Classes = 4,
        SampleInput = shape,
        Norm = NormSpec.Parse(norm),
        Width = ModelCatalog.Find(name).Parameters > 2_000_000 ? 0.125 : 1,
    };

    // Running statistics and gains as after some training.
    private static void Warm(nn.Module<Tensor, Tensor> model, SampleShape shape)
    {
        model.train();
        for (int step = 0; step < 3; step++)
            model.call(randn(4, shape.Channels, shape.Height, shape.Width));
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            if (parameter.ndim == 1)
                parameter.add_(randn_like(parameter).mul(0.1.ToScalar()), 1.ToScalar());
        }

        model.eval();
    }

    private static SampleShape Size(string name) => name switch
    {
        _ when name.StartsWith("asc", StringComparison.Ordinal) => (2, 16, 18),
        _ when name.EndsWith("imagenet", StringComparison.Ordinal) => (3, 40, 40),
        _ when name.StartsWith("vgg", StringComparison.Ordinal) => (3, 32, 32),
        _ => (3, 16, 16),
    };

    private static (int Height, int Width)[] Sizes(SampleShape shape) =>
        [(shape.Height, shape.Width), (shape.Height + 4, shape.Width + 7)];
}
