using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Models;

/// <summary><c>l2bn models</c>: the table of networks, and the time of a step with each norm.</summary>
public sealed class ModelsTests
{
    [Fact]
    public void Models_lists_name_input_parameters_and_norms()
    {
        JsonElement model = LabProcess.Run("models", "--json", "--model", "resnet20").Json("models").GetProperty("models")[0];
        Assert.Equal(
            ("resnet20", 32, 269_722),
            (model.GetProperty("name").GetString(), model.GetProperty("input")[1].GetInt32(), model.GetProperty("parameters").GetInt32()));
        Assert.InRange(model.GetProperty("multiply_adds").GetInt64(), 40_000_000, 42_000_000);
        Assert.Contains("l2bn-unit", model.GetProperty("norms").EnumerateArray().Select(norm => norm.GetString()));
    }

    [Fact]
    public void Models_times_a_step_with_every_norm()
    {
        LabResult result = LabProcess.Run(
            "models", "--time", "--markdown", "--model", "mlp", "--batch-size", "4", "--norms", "bn,l2bn,rms", "--rounds", "3",
            "--data",
            "fashion-mnist-mini");
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        string[] rows = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("| model | sample | batch | norm | ms/step | × bn | peak MiB |", rows[0]);
        Assert.Equal(2 + 3, rows.Length);
        Assert.Matches(@"^\| mlp \| 1×28×28 \| 4 \| bn \| [0-9.]+ \| 1.00 \| [0-9]+ \|$", rows[2]);
        Assert.Matches(@"^\| mlp \| 1×28×28 \| 4 \| rms \| [0-9.]+ \| [0-9.]+ \| [0-9]+ \|$", rows[4]);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "resnet9000", "models", "--model", "resnet9000")]
    [InlineData(ExitCode.Usage, "bm", "models", "--time", "--model", "mlp", "--norms", "bm")]
    [InlineData(ExitCode.Usage, "--time", "models", "--model", "mlp", "--data", "fashion-mnist-mini")]
    [InlineData(
        ExitCode.Usage, "--batch-size", "models", "--time", "--model", "mlp", "--data", "fashion-mnist-mini", "--batch-size", "999999")]
    public void Bad_questions_get_one_clear_line(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
