using L2BN.Data.Catalog;
using L2BN.Scalars;

namespace L2BN.Lab.Shared;

/// <summary>What is trained where the command line leaves it open: it depends on whether the data is images or sound.</summary>
/// <param name="Model">The network.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="ShiftSamples">Test samples per shift and severity of a comparison.</param>
internal sealed record DataDefaults(string Model, int Epochs, int BatchSize, int ShiftSamples)
{
    /// <summary>For images.</summary>
    public static DataDefaults Images { get; } = new("resnet8", 6, 64, 500);

    /// <summary>For sound: data sets are small, so steps are short and epochs many.</summary>
    public static DataDefaults Sound { get; } = new("asc_cnn", 20, 16, 100);

    /// <summary>Those of a data set.</summary>
    public static DataDefaults For(DatasetEntry entry) => entry.Features is null ? Images : Sound;

    /// <summary>The defaults by the names of their options, without dashes.</summary>
    public IReadOnlyList<(string Name, string Value)> Options() =>
        [("model", Model), ("epochs", $"{Epochs}"), ("batch-size", $"{BatchSize}")];
}
