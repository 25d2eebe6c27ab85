using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Train;

/// <summary>A run does not grow: its memory after the last epoch is that after the first.</summary>
public sealed class MemoryTests : TemporaryFolder
{
    /// <summary>Allowance for garbage that waits for its collection. A run that retained one batch's activations per epoch would be far
    /// above it.</summary>
    private const double Slack = 1.25;

    [Fact]
    public void Resident_memory_is_flat_over_epochs()
    {
        string output = Path.Combine(Folder, "run");
        LabResult result = LabProcess.Run(
            "train", "--epochs", "6", "--train-size", "3840", "--batch-size", "128", "--threads", "1", "--out", output, "--json");
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        double[] resident = [.. File.ReadLines(Path.Combine(output, "epochs.jsonl")).Select(Resident)];
        TestContext.Current.TestOutputHelper?.WriteLine($"MiB after each epoch: {string.Join(", ", resident)}");
        Assert.True(resident[^1] < Slack * resident[1], string.Join(", ", resident));
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.InRange(json.GetProperty("peak_memory_bytes").GetDouble(), resident.Max() * 1048576, 8e9);
        Assert.True(json.GetProperty("samples_per_second").GetDouble() > 0);
        Assert.InRange(json.GetProperty("data_wait").GetDouble(), 0, 1);
        Assert.Matches(@"[\d,]+ samples/s, [\d.]+ % of the training time waiting for data, peak memory [\d,]+ MiB", result.Errors);
    }

    private static double Resident(string line) => JsonDocument.Parse(line).RootElement.GetProperty("resident_mib").GetDouble();
}
