using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Predict;

public sealed class PredictTests : TemporaryFolder
{
    // A gray square of 2 × 2, as PNG.
    private static readonly byte[] s_picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNoaGBoaAAABgYCASzBUNcAAAAASUVORK5CYII=");

    [Fact]
    public void Predicts_files_and_folders()
    {
        string run = Path.Combine(Folder, "run"), pictures = Path.Combine(Folder, "pictures"), table = Path.Combine(Folder, "table.csv");
        Directory.CreateDirectory(pictures);
        foreach (string name in new[] { "a,b.png", "c.PNG", "no extension", ".hidden.png", "._c.PNG" })
            File.WriteAllBytes(Path.Combine(pictures, name), s_picture);
        File.WriteAllText(Path.Combine(pictures, "notes.txt"), "no picture");
        File.WriteAllBytes(Path.Combine(pictures, "moving.gif"), [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B]);
        LabResult trained = LabProcess.Run(
            "train", "--epochs", "1", "--train-size", "128", "--threads", "1", "--mixup", "0.2", "--out", run);
        Assert.True(trained.Code == 0, trained.Errors);
        LabResult result = LabProcess.Run("predict", run, pictures, "--json", "--top", "3", "--csv", table, "--threads", "1");
        JsonElement[] predictions = [.. result.Json("predict").GetProperty("predictions").EnumerateArray()];
        Assert.Equal(
            ["a,b.png", "c.PNG", "no extension"],
            predictions.Select(prediction => Path.GetFileName(prediction.GetProperty("file").GetString())));
        string warning = Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Contains("moving.gif", warning, StringComparison.Ordinal);
        Assert.Contains("notes.txt", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", warning, StringComparison.Ordinal);
        double[] shares =
        [
            .. predictions[0].GetProperty("top").EnumerateArray().Select(answer => answer.GetProperty("probability").GetDouble()),
        ];
        Assert.Equal(3, shares.Length);
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.InRange(shares.Sum(), 0.1, 1.000001);
        Assert.Equal(1 + (3 * 3), File.ReadAllLines(table).Length);
        Assert.StartsWith($"\"{Path.Combine(pictures, "a,b.png")}\",1,", File.ReadAllLines(table)[1], StringComparison.Ordinal);
        CheckRefusals(run, Path.Combine(pictures, "notes.txt"));
    }

    private void CheckRefusals(string run, string text)
    {
        File.WriteAllText(text, "no picture");
        foreach (string input in new[]
        {
            text,
            Path.Combine(Folder, "missing.png"),
            Directory.CreateDirectory(Path.Combine(Folder, "empty")).FullName,
        })
        {
            LabResult refused = LabProcess.Run("predict", run, input, "--json");
            Assert.Equal(ExitCode.Refused, refused.Code);
            Assert.Contains(input, refused.OnlyError, StringComparison.Ordinal);
            Assert.Empty(refused.Output);
        }
    }
}
