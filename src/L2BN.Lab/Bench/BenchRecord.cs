using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Results;

namespace L2BN.Lab.Bench;

/// <summary>What <c>l2bn bench</c> measured; serialised in snake_case it is the JSON object of the command's contract.</summary>
internal sealed record BenchRecord
{
    public int Schema { get; init; } = 1;
    public required EnvironmentRecord Machine { get; init; }
    public required double TriadGbS { get; init; }
    public required IReadOnlyList<LayerRow> Layer { get; init; }
    public required IReadOnlyList<NetworkRow> Network { get; init; }
    public required IReadOnlyList<ControlRow> Controls { get; init; }
}

/// <summary>One shape, pass and activation of the layer; ratios are l2bn over the other, medians of paired ratios.</summary>
internal sealed record LayerRow
{
    public required IReadOnlyList<int> Shape { get; init; }
    public required string Pass { get; init; }
    public required string Act { get; init; }
    public required double L2bnMs { get; init; }
    public required double BnMs { get; init; }
    public required double ComposedMs { get; init; }
    public required double RatioBn { get; init; }
    public required double RatioComposed { get; init; }
    public required double GbS { get; init; }
    public required double SpreadBn { get; init; }
}

/// <summary>One network's training step; share_ratio compares what norm and activation add to the network without either.</summary>
internal sealed record NetworkRow
{
    public required string Model { get; init; }
    public required int Batch { get; init; }
    public required double BnMs { get; init; }
    public required double ComposedMs { get; init; }
    public required double L2bnMs { get; init; }
    public required double NoneMs { get; init; }
    public required double RatioBn { get; init; }
    public required double RatioComposed { get; init; }
    public required double ShareRatio { get; init; }
    public required double SpreadBn { get; init; }
}

/// <summary>A figure that keeps the others honest: l2bn over something that is not libtorch's BatchNorm.</summary>
internal sealed record ControlRow
{
    public required string Name { get; init; }
    public required double L2bnMs { get; init; }
    public required double OtherMs { get; init; }
    public required double Ratio { get; init; }
}

/// <summary>Snake case, one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BenchRecord))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    public static string Line(BenchRecord record) => JsonSerializer.Serialize(record, Default.BenchRecord);
}
