using L2BN.Formats;
using L2BN.Kernels;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Shared;

/// <summary>In which format a network computes, where the user says it.</summary>
internal sealed record FormatOptions
{
    public const string LayoutName = "--memory-format", PrecisionName = "--precision";

    public const string LayoutText = "Order of features in memory: contiguous or channels-last";

    public const string PrecisionText = "Type of convolutions and linear layers: float32, or bfloat16 from float32 weights";

    private static readonly IReadOnlyList<(string Word, FeatureLayout Value)> s_layouts =
        [.. Enum.GetValues<FeatureLayout>().Select(layout => (ComputeFormat.LayoutName(layout), layout))];

    private static readonly IReadOnlyList<(string Word, Precision Value)> s_precisions =
        [.. Enum.GetValues<Precision>().Select(precision => (ComputeFormat.PrecisionName(precision), precision))];

    public string? MemoryFormat { get; init; }

    public string? Precision { get; init; }

    /// <summary>Whether either is given.</summary>
    public bool IsGiven => MemoryFormat is not null || Precision is not null;

    /// <summary>The words of layouts, for options.</summary>
    public static IReadOnlyList<(string Word, FeatureLayout Value)> Layouts => s_layouts;

    /// <summary>The words of types, for options.</summary>
    public static IReadOnlyList<(string Word, Precision Value)> Precisions => s_precisions;

    /// <param name="standard">What is taken where an option is not given, for the help.</param>
    public static OptionSet<FormatOptions> Create(string standard) => new OptionSet<FormatOptions>()
        .Text(o => o.MemoryFormat, LayoutName, $"{LayoutText} [default: {standard}].")
        .Text(o => o.Precision, PrecisionName, $"{PrecisionText} [default: {standard}].");

    /// <summary>The format that is given; the rest is that of <paramref name="standard"/>.</summary>
    /// <exception cref="UsageException">A word is unknown.</exception>
    public ComputeFormat Resolve(ComputeFormat standard) => new(
        MemoryFormat is null ? standard.Layout : Find(LayoutName, MemoryFormat, s_layouts),
        Precision is null ? standard.Precision : Find(PrecisionName, Precision, s_precisions));

    /// <summary>The format that is given; the rest is that in which a checkpoint was trained.</summary>
    /// <exception cref="UsageException">A word is unknown.</exception>
    /// <exception cref="FileFormatException">The checkpoint names an unknown format.</exception>
    public ComputeFormat Resolve(Checkpoint checkpoint)
    {
        FormatOptions trained = new()
        {
            MemoryFormat = checkpoint.Facts.Options.GetValueOrDefault(LayoutName[2..]),
            Precision = checkpoint.Facts.Options.GetValueOrDefault(PrecisionName[2..]),
        };
        try
        {
            return Resolve(trained.Resolve(ComputeFormat.Default));
        }
        catch (UsageException unknown) when (!IsGiven)
        {
            throw new FileFormatException(checkpoint.FilePath, null, unknown.Message.TrimEnd('.'));
        }
    }

    private static T Find<T>(string option, string word, IReadOnlyList<(string Word, T Value)> choices)
    {
        foreach ((string known, T value) in choices)
        {
            if (known == word)
                return value;
        }

        throw new UsageException($"{option}: expected one of {string.Join(", ", choices.Select(choice => choice.Word))}, got '{word}'.");
    }
}
