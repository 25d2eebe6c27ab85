using System.Text.Json;

namespace L2BN.Lab.Tests;

public sealed class BenchTests
{
    [Fact]
    public void A_quick_benchmark_prints_one_object_of_the_contract()
    {
        JsonElement json = LabProcess.Run("bench", "--quick", "--threads", "1", "--json").Json("bench");
        Assert.Equal(3 * 4, json.GetProperty("layer").GetArrayLength());
        Assert.All(json.GetProperty("layer").EnumerateArray(), row => Assert.InRange(row.GetProperty("ratio_bn").GetDouble(), 0.05, 20));
        Assert.Equal("resnet20", json.GetProperty("network")[0].GetProperty("model").GetString());
        Assert.True(json.GetProperty("triad_gb_s").GetDouble() > 0.1);
    }
}
