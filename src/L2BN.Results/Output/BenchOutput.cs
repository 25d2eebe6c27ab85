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

    /// <summary>The layer alone, one entry per format, shape, pass and activation.</summary>
    public required IReadOnlyList<LayerRow> Layer { get; init; }

    /// <summary>Training steps of whole networks.</summary>
    public required IReadOnlyList<NetworkRow> Network { get; init; }

    /// <summary>Each norm in its fastest format; null where fewer than two formats were measured.</summary>
    public BestRow? Best { get; init; }

    /// <summary>Wall-clock time of a small comparison by jobs and threads.</summary>
    public IReadOnlyList<CompareRow> Compare { get; init; } = [];

    /// <summary>Controls: l2bn against something that is not libtorch's BatchNorm.</summary>
    public required IReadOnlyList<ControlRow> Controls { get; init; }
}

/// <summary>One format, shape, pass and activation of the layer; ratios are l2bn over the other, medians of paired ratios.</summary>
public sealed record LayerRow
{
    /// <summary>Type and order in memory of the data of every arm.</summary>
    [AllowedValues("float32-contiguous", "float32-channels-last", "bfloat16-contiguous", "bfloat16-channels-last")]
    public required string Format { get; init; }

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

    /// <summary>Median milliseconds of l2bn composed of torch's operators; null where that was not measured.</summary>
    public required double? ComposedMs { get; init; }

    /// <summary>l2bn over BatchNorm.</summary>
    public required double RatioBn { get; init; }

    /// <summary>l2bn over the composed form; null where that was not measured.</summary>
    public required double? RatioComposed { get; init; }

    /// <summary>Memory traffic of l2bn in 10⁹ bytes per second.</summary>
    public required double GbS { get; init; }

    /// <summary>Half the distance between the quartiles of the ratio to BatchNorm.</summary>
    public required double SpreadBn { get; init; }
}

/// <summary>One network's training step in one format.</summary>
public sealed record NetworkRow
{
    /// <summary>In which type convolutions and linear layers compute, and the order of features in memory.</summary>
    [AllowedValues("float32-contiguous", "float32-channels-last", "bfloat16-contiguous", "bfloat16-channels-last")]
    public required string Format { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Samples per step.</summary>
    public required int Batch { get; init; }

    /// <summary>Median milliseconds with BatchNorm.</summary>
    public required double BnMs { get; init; }

    /// <summary>Median milliseconds with l2bn composed of torch's operators; null where that was not measured.</summary>
    public required double? ComposedMs { get; init; }

    /// <summary>Median milliseconds with l2bn.</summary>
    public required double L2bnMs { get; init; }

    /// <summary>Median milliseconds with neither norm nor activation.</summary>
    public required double NoneMs { get; init; }

    /// <summary>l2bn over BatchNorm.</summary>
    public required double RatioBn { get; init; }

    /// <summary>l2bn over the composed form; null where that was not measured.</summary>
    public required double? RatioComposed { get; init; }

    /// <summary>What norm and activation add with l2bn over what they add with BatchNorm.</summary>
    public required double ShareRatio { get; init; }

    /// <summary>Half the distance between the quartiles of the ratio to BatchNorm.</summary>
    public required double SpreadBn { get; init; }
}

/// <summary>A network's training step with each norm in the format in which it is fastest.</summary>
public sealed record BestRow
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Median milliseconds with BatchNorm.</summary>
    public required double BnMs { get; init; }

    /// <summary>The format of BatchNorm.</summary>
    public required string BnFormat { get; init; }

    /// <summary>Median milliseconds with l2bn.</summary>
    public required double L2bnMs { get; init; }

    /// <summary>The format of l2bn.</summary>
    public required string L2bnFormat { get; init; }

    /// <summary>l2bn over BatchNorm.</summary>
    public required double Ratio { get; init; }
}

/// <summary>The wall-clock time of a comparison.</summary>
public sealed record CompareRow
{
    /// <summary>The command, without jobs, threads and folder.</summary>
    public required string Command { get; init; }

    /// <summary>Runs at the same time.</summary>
    public required int Jobs { get; init; }

    /// <summary>Threads of each.</summary>
    public required int Threads { get; init; }

    /// <summary>Seconds from start to end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Its time over that of the first row.</summary>
    public required double Ratio { get; init; }
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
