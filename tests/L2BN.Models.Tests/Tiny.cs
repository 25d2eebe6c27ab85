using L2BN.Models.Norms;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>Every architecture at an input that keeps the tests fast.</summary>
internal static class Tiny
{
    // The plain names are one of the two forms.
    public static IEnumerable<string> Names => ModelCatalog.Entries.Select(entry => entry.Name)
        .Where(name => !ModelCatalog.Entries.Any(entry => entry.Name == $"{name}_imagenet"));

    // The deep option B networks repeat the blocks of the shallow ones.
    public static IEnumerable<string> Distinct => Names.Except(["resnet32_b", "resnet44_b", "resnet56_b", "resnet110_b"]);

    public static ModelOptions Options(string name, string norm = "bn") =>
        new() { Classes = 3, SampleInput = Input(name), Norm = NormSpec.Parse(norm), Width = IsLarge(name) ? 0.125 : 1 };

    public static nn.Module<Tensor, Tensor> Model(string name, string norm = "bn", long seed = 1)
    {
        manual_seed(seed);
        return ModelCatalog.Create(name, Options(name, norm));
    }

    /// <summary>Fixed normal samples, classes in turn.</summary>
    public static (Tensor X, Tensor Labels) Batch(string name, int size)
    {
        manual_seed(7);
        (int channels, int height, int width) = Input(name);
        return (randn(size, channels, height, width), arange(size) % 3);
    }

    private static bool IsLarge(string name) => ModelCatalog.Find(name).Parameters > 2_000_000;

    private static SampleShape Input(string name) => name switch
    {
        _ when name.StartsWith("asc", StringComparison.Ordinal) => (2, 16, 18),
        _ when name.EndsWith("imagenet", StringComparison.Ordinal) => (3, 40, 40),
        "vgg16" or "vgg16_slim" => (3, 32, 32),
        _ when name.EndsWith("_cifar", StringComparison.Ordinal) => (3, 16, 16),
        _ => (3, 8, 8),
    };
}
