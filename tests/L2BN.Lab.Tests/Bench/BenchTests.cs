using System.Text.Json;
using L2BN.Lab.Bench;
using L2BN.Results;
using L2BN.Results.Output;

namespace L2BN.Lab.Tests.Bench;

/// <summary>What a benchmark measures has the form of the contract; small shapes, since the command itself takes minutes on a busy
/// machine.</summary>
public sealed class BenchTests
{
    [Fact]
    public void Measured_rows_are_valid_output()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        LayerRow[] layer = [.. new LayerBench(1, ct).Measure([2, 4, 8, 8])];
        Assert.Equal(
            ["forward none", "forward+backward none", "forward relu", "forward+backward relu"],
            layer.Select(row => $"{row.Pass} {row.Act}"));
        BenchOutput output = new()
        {
            Machine = MachineFacts.Read(1),
            TriadGbS = 1,
            Layer = layer,
            Network = [new NetworkBench(3, ct).Measure(new NetworkCase("resnet8", 2, (3, 32, 32), Weight: 3))],
            Controls = [new() { Name = "control", L2bnMs = 1, OtherMs = 1, Ratio = 1 }],
        };
        JsonElement json = new LabResult(0, ResultsJson.Serialize(output) + "\n", "").Json("bench");
        Assert.All(json.GetProperty("layer").EnumerateArray(), row => Assert.True(row.GetProperty("ratio_bn").GetDouble() > 0));
        Assert.Equal("resnet8", json.GetProperty("network")[0].GetProperty("model").GetString());
    }
}
