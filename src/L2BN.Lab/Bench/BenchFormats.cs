using L2BN.Lab.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>The formats that a benchmark is run in, and data in them. Parameters of norms are float32 in each.</summary>
internal static class BenchFormats
{
    /// <summary>The formats of a list of names, separated by commas, in the order of <see cref="ComputeFormat.All"/>.</summary>
    /// <exception cref="UsageException">A name is unknown, or there is none.</exception>
    public static IReadOnlyList<ComputeFormat> ParseList(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string known = string.Join(", ", ComputeFormat.All.Select(format => format.Name));
        if (names.FirstOrDefault(name => ComputeFormat.All.All(format => format.Name != name)) is string unknown)
            throw new UsageException($"--formats: expected names of {known}, got '{unknown}'.");
        return names.Length > 0
            ? [.. ComputeFormat.All.Where(format => names.Contains(format.Name))]
            : throw new UsageException($"--formats: expected names of {known}, got none.");
    }

    /// <summary>Normally distributed values in a format.</summary>
    public static Tensor Randn(ComputeFormat format, int[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = format.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        Tensor values = randn([.. shape.Select(n => (long)n)]).to(type);
        return ModelFormat.ToLayout(values, format.Layout).MoveToOuterDisposeScope();
    }
}
