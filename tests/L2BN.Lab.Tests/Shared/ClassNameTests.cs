using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Data whose classes are not those of a checkpoint is refused: its labels would stand for other classes.</summary>
public sealed class ClassNameTests : TemporaryFolder
{
    private string Run => PathOf("run");

    private string Data => PathOf("data");

    [Fact]
    public void Renamed_classes_are_refused_by_every_command()
    {
        CreateImages();
        Assert.True(Train().Code == ExitCode.Done);
        Assert.True(LabProcess.Run("eval", Run, "--threads", "1").Code == ExitCode.Done);
        foreach (string split in new[] { "train", "test" })
            Directory.Move(Path.Combine(Data, split, "dog"), Path.Combine(Data, split, "ant"));
        string image = Path.Combine(Data, "test", "cat", "0.png");
        Refused(LabProcess.Run("eval", Run, "--json", "--threads", "1"));
        Refused(LabProcess.Run("analyze", Run, "--json", "--threads", "1"));
        Refused(LabProcess.Run("predict", Run, image, "--recalibrate", "--json", "--threads", "1"));
        Refused(Train("--resume", "--epochs", "2"));
    }

    private LabResult Train(params string[] more) =>
        LabProcess.Run([
            "train", "--data", "image-folder", "--data-dir", Data,
            "--image-size", "8", "--model", "mlp", "--batch-size", "4", "--threads", "1", "--out", Run,
            .. more.Contains("--epochs") ? more : [.. more, "--epochs", "1"],
        ]);

    private static void Refused(LabResult result)
    {
        Assert.True(result.Code == ExitCode.Refused, $"{result.Code}: {result.Errors}");
        Assert.Empty(result.Output);
        string line = result.Errors.TrimEnd().Split('\n')[^1];
        Assert.Contains("ant", line, StringComparison.Ordinal);
        Assert.Contains("dog", line, StringComparison.Ordinal);
    }

    private void CreateImages()
    {
        // 8×8 pixels, one gray.
        byte[] gray = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII=");
        foreach (string folder in new[] { "train/cat", "train/dog", "test/cat", "test/dog" })
        {
            Directory.CreateDirectory(Path.Combine(Data, folder));
            for (int i = 0; i < 8; i++)
                File.WriteAllBytes(Path.Combine(Data, folder, $"{i}.png"), gray);
        }
    }
}
