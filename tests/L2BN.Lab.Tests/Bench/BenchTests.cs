using System.Text.Json;
using L2BN.Lab.Bench;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;
using TorchSharp;

namespace L2BN.Lab.Tests.Bench;

/// <summary>What a benchmark measures has the form of the contract; small shapes, since the command itself takes minutes on a busy
/// machine.</summary>
public sealed class BenchTests
{
    [Fact]
    public void Measured_rows_are_valid_output()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        LayerRow[] layer =
        [
            .. new LayerBench(1, ComputeFormat.Default, isFull: true, ct).Measure([2, 4, 8, 8]),
            .. ComputeFormat.All.SelectMany(format => new LayerBench(1, format, isFull: false, ct).Measure([2, 4, 8, 8])),
        ];
        Assert.Equal(
            ["forward none", "forward+backward none", "forward relu", "forward+backward relu"],
            layer.Take(4).Select(row => $"{row.Pass} {row.Act}"));
        Assert.All(layer.Skip(4), row => Assert.Null(row.ComposedMs));
        NetworkCase network = new("resnet8", 2, (3, 32, 32), Weight: 3);
        NetworkBench networks = new(3, ct);
        NetworkRow[] rows =
        [
            networks.Measure(network, ComputeFormat.Default, composes: true),
            networks.Measure(network, ComputeFormat.All[1], composes: false),
        ];
        BenchOutput output = new()
        {
            Machine = MachineFacts.Read(1),
            TriadGbS = 1,
            Layer = layer,
            Network = rows,
            Best = networks.MeasureBest(network, rows),
            Compare = [new() { Command = "l2bn compare", Jobs = 2, Threads = 1, Seconds = 1, Ratio = 1 }],
            Controls = [new() { Name = "control", L2bnMs = 1, OtherMs = 1, Ratio = 1 }],
        };
        JsonElement json = new LabResult(0, ResultsJson.Serialize(output) + "\n", "").Json("bench");
        Assert.All(json.GetProperty("layer").EnumerateArray(), row => Assert.True(row.GetProperty("ratio_bn").GetDouble() > 0));
        Assert.Equal(
            ComputeFormat.All.Select(format => format.Name),
            json.GetProperty("layer").EnumerateArray().Select(row => row.GetProperty("format").GetString()).Distinct());
        Assert.Equal("resnet8", json.GetProperty("network")[0].GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("network")[1].GetProperty("composed_ms").ValueKind);
        string?[] formats = [.. rows.Select(row => row.Format)];
        Assert.Contains(json.GetProperty("best").GetProperty("l2bn_format").GetString(), formats);
        Assert.Contains(json.GetProperty("best").GetProperty("bn_format").GetString(), formats);
    }

    [Fact]
    public void Formats_are_named_in_full()
    {
        Assert.Equal(
            ["float32-channels-last", "bfloat16-contiguous"],
            BenchFormats.ParseList("bfloat16-contiguous, float32-channels-last").Select(format => format.Name));
        UsageException error = Assert.Throws<UsageException>(() => BenchFormats.ParseList("float32-contiguous,bfloat16"));
        Assert.Contains("'bfloat16'", error.Message, StringComparison.Ordinal);
        Assert.Contains("bfloat16-channels-last", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => BenchFormats.ParseList(","));
    }

    [Theory]
    [InlineData("float32-contiguous", torch.ScalarType.Float32, false)]
    [InlineData("bfloat16-channels-last", torch.ScalarType.BFloat16, true)]
    public void Data_has_the_type_and_the_strides_of_its_format(string name, torch.ScalarType type, bool channelsLast)
    {
        using torch.Tensor values = BenchFormats.Randn(BenchFormats.ParseList(name)[0], [2, 3, 4, 5]);
        Assert.Equal(type, values.dtype);
        Assert.Equal(channelsLast ? [60L, 1, 15, 3] : [60L, 20, 5, 1], values.stride());
    }
}
