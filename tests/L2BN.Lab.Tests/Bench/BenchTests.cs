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
            .. new LayerBench(1, LayerFormat.Float32Contiguous, isFull: true, ct).Measure([2, 4, 8, 8]),
            .. LayerFormat.All.SelectMany(format => new LayerBench(1, format, isFull: false, ct).Measure([2, 4, 8, 8])),
        ];
        Assert.Equal(
            ["forward none", "forward+backward none", "forward relu", "forward+backward relu"],
            layer.Take(4).Select(row => $"{row.Pass} {row.Act}"));
        Assert.All(layer.Skip(4), row => Assert.Null(row.ComposedMs));
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
        Assert.Equal(
            LayerFormat.All.Select(format => format.Name),
            json.GetProperty("layer").EnumerateArray().Select(row => row.GetProperty("format").GetString()).Distinct());
        Assert.Equal("resnet8", json.GetProperty("network")[0].GetProperty("model").GetString());
    }

    [Fact]
    public void Formats_are_named_in_full()
    {
        Assert.Equal(
            ["float32-channels-last", "bfloat16-contiguous"],
            LayerFormat.ParseList("bfloat16-contiguous, float32-channels-last").Select(format => format.Name));
        UsageException error = Assert.Throws<UsageException>(() => LayerFormat.ParseList("float32-contiguous,bfloat16"));
        Assert.Contains("'bfloat16'", error.Message, StringComparison.Ordinal);
        Assert.Contains("bfloat16-channels-last", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => LayerFormat.ParseList(","));
    }

    [Theory]
    [InlineData("float32-contiguous", torch.ScalarType.Float32, false)]
    [InlineData("bfloat16-channels-last", torch.ScalarType.BFloat16, true)]
    public void Data_has_the_type_and_the_strides_of_its_format(string name, torch.ScalarType type, bool channelsLast)
    {
        using torch.Tensor values = LayerFormat.ParseList(name)[0].Randn([2, 3, 4, 5]);
        Assert.Equal(type, values.dtype);
        Assert.Equal(channelsLast ? [60L, 1, 15, 3] : [60L, 20, 5, 1], values.stride());
    }
}
