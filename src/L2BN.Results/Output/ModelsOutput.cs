namespace L2BN.Results.Output;

/// <summary>What <c>l2bn models --json</c> prints.</summary>
public sealed record ModelsOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>One entry per model.</summary>
    public required IReadOnlyList<ModelRow> Models { get; init; }
}

/// <summary>One model.</summary>
public sealed record ModelRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Shape of a sample: channels, height, width.</summary>
    public required IReadOnlyList<int> Input { get; init; }

    /// <summary>Classes that the counts are for.</summary>
    public required int Classes { get; init; }

    /// <summary>Trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiplications with an addition in the forward pass of one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The norms that it can be built with.</summary>
    public required IReadOnlyList<string> Norms { get; init; }

    /// <summary>What it is.</summary>
    public required string Description { get; init; }

    /// <summary>Samples per timed step; null where nothing was timed.</summary>
    public int? Batch { get; init; }

    /// <summary>Shape of the samples of timed steps; null where nothing was timed.</summary>
    public IReadOnlyList<int>? Sample { get; init; }

    /// <summary>One entry per norm; null where nothing was timed.</summary>
    public IReadOnlyList<StepCost>? Costs { get; init; }
}

/// <summary>What a training step costs with one norm.</summary>
public sealed record StepCost
{
    /// <summary>The norm.</summary>
    public required string Norm { get; init; }

    /// <summary>Median milliseconds of a step.</summary>
    public required double MsPerStep { get; init; }

    /// <summary>Its time over the first norm's: the median of the rounds' own ratios.</summary>
    public required double Ratio { get; init; }

    /// <summary>Peak resident memory in bytes over two steps of this network alone, libraries included; null where the system does not
    /// say.</summary>
    public long? PeakMemoryBytes { get; init; }
}
