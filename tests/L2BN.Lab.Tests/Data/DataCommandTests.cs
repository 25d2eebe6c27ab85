using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Data;

/// <summary><c>l2bn data</c>: what is known of a data set, and whether its files are in order.</summary>
public sealed class DataCommandTests
{
    [Fact]
    public void Data_info_and_verify_describe_the_embedded_set()
    {
        JsonElement facts = LabProcess.Run("data", "verify", "fashion-mnist-mini", "--json").Json("data-info");
        Assert.Equal((10, 1), (facts.GetProperty("classes").GetArrayLength(), facts.GetProperty("shape")[0].GetInt32()));
        Assert.True(facts.GetProperty("train").GetInt32() > facts.GetProperty("test").GetInt32());
        Assert.Equal(64, facts.GetProperty("fingerprint").GetString()!.Length);
        Assert.Contains(
            "cifar10",
            LabProcess
                .Run("data", "list", "--json")
                .Json("data-list")
                .GetProperty("datasets")
                .EnumerateArray()
                .Select(row => row.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "nothing-known", "data", "info", "nothing-known")]
    [InlineData(ExitCode.Refused, "/no/such/folder", "data", "verify", "cifar10", "--data-dir", "/no/such/folder")]
    public void Bad_questions_get_one_clear_line(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
