using System.ComponentModel.DataAnnotations;

namespace L2BN.Results.Output;

/// <summary>What <c>l2bn bench --json</c> prints.</summary>
public sealed record BenchOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The machine.</summary>
    public required EnvironmentRecord Machine { get; init; }

    /// <summary>Memory bandwidth of STREAM's triad in 10⁹ bytes per second.</summary>
    public required double TriadGbS { get; init; }

    /// <summary>The layer alone, one entry per shape, pass and activation.</summary>
    public required IReadOnlyList<LayerRow> Layer { get; init; }

    /// <summary>Training steps of whole networks.</summary>
    public required IReadOnlyList<NetworkRow> Network { get; init; }

    /// <summary>Controls: l2bn against something that is not libtorch's BatchNorm.</summary>
    public required IReadOnlyList<ControlRow> Controls { get; init; }
}

/// <summary>One shape, pass and activation of the layer; ratios are l2bn over the other, medians of paired ratios.</summary>
public sealed record LayerRow
{
    /// <summary>Shape of the input: batch, channels, height, width.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>What was timed.</summary>
    [AllowedValues("forward", "forward+backward")]
    public required string Pass { get; init; }

    /// <summary>Activation after the norm.</summary>
    [AllowedValues("none", "relu")]
    public required string Act { get; init; }

    /// <summary>Median milliseconds of l2bn.</summary>
    public required double L2bnMs { get; init; }

    /// <summary>Median milliseconds of libtorch's BatchNorm.</summary>
    public required double BnMs { get; init; }

    /// <summary>Median milliseconds of l2bn composed of torch's operators.</summary>
    public required double ComposedMs { get; init; }

    /// <summary>l2bn over BatchNorm.</summary>
    public required double RatioBn { get; init; }

    /// <summary>l2bn over the composed form.</summary>
    public required double RatioComposed { get; init; }

    /// <summary>Memory traffic of l2bn in 10⁹ bytes per second.</summary>
    public required double GbS { get; init; }

    /// <summary>Half the distance between the quartiles of the ratio to BatchNorm.</summary>
    public required double SpreadBn { get; init; }
}

/// <summary>One network's training step.</summary>
public sealed record NetworkRow
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Samples per step.</summary>
    public required int Batch { get; init; }

    /// <summary>Median milliseconds with BatchNorm.</summary>
    public required double BnMs { get; init; }

    /// <summary>Median milliseconds with l2bn composed of torch's operators.</summary>
    public required double ComposedMs { get; init; }

    /// <summary>Median milliseconds with l2bn.</summary>
    public required double L2bnMs { get; init; }

    /// <summary>Median milliseconds with neither norm nor activation.</summary>
    public required double NoneMs { get; init; }

    /// <summary>l2bn over BatchNorm.</summary>
    public required double RatioBn { get; init; }

    /// <summary>l2bn over the composed form.</summary>
    public required double RatioComposed { get; init; }

    /// <summary>What norm and activation add with l2bn over what they add with BatchNorm.</summary>
    public required double ShareRatio { get; init; }

    /// <summary>Half the distance between the quartiles of the ratio to BatchNorm.</summary>
    public required double SpreadBn { get; init; }
}

/// <summary>A control: l2bn over something that is not libtorch's BatchNorm.</summary>
public sealed record ControlRow
{
    /// <summary>What was compared.</summary>
    public required string Name { get; init; }

    /// <summary>Median milliseconds of l2bn.</summary>
    public required double L2bnMs { get; init; }

    /// <summary>Median milliseconds of the other.</summary>
    public required double OtherMs { get; init; }

    /// <summary>l2bn over the other.</summary>
    public required double Ratio { get; init; }
}
