namespace L2BN.Results;

/// <summary>What a run was asked, and by whom: everything that must be equal for a second run to give the same numbers.</summary>
public sealed record RunRequest
{
    /// <summary>Epochs asked for; a run with fewer epoch records is unfinished.</summary>
    public required int Epochs { get; init; }

    /// <summary>Options in effect by their command-line name without dashes (<c>batch-size</c> → <c>64</c>), defaults included.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Checksum of the training and test data, as the data set gives it; null where it has none.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>What the data set warned of when it was opened, a sentence each.</summary>
    public IReadOnlyList<string> DataWarnings { get; init; } = [];

    /// <summary>Names of the classes in the order of their labels; empty where nobody wrote them down.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The command line, one entry per argument; empty for a run started from a program.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>When the run was first started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What it runs on and with.</summary>
    public EnvironmentRecord? Environment { get; init; }
}
