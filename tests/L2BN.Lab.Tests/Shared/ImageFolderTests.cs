using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Folders of images from the command line: what is damaged, missing or not used.</summary>
public sealed class ImageFolderTests : TemporaryFolder
{
    // 8×8 pixels, one gray.
    private static readonly byte[] s_gray = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII=");

    private string Data => PathOf("data");

    private string RunFolder => PathOf("run");

    public ImageFolderTests()
    {
        foreach (string folder in new[] { "train/cat", "train/dog", "test/cat", "test/dog" })
        {
            for (int i = 0; i < 8; i++)
                Write($"{folder}/{i}.png", s_gray);
        }
    }

    [Fact]
    public void A_damaged_test_image_ends_a_run_before_its_first_step()
    {
        Write("test/dog/7.png", s_gray[..^8]);
        LabResult result = Train(Data);
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains(Path.Combine("dog", "7.png"), result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1", result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.Combine(RunFolder, "epochs.jsonl")));
    }

    [Fact]
    public void Verify_lists_all_damaged_files()
    {
        Write("train/cat/1.png", [1, 2, 3]);
        Write("train/dog/2.png", []);
        Write("test/cat/3.png", s_gray[..^8]);
        LabResult result = LabProcess.Run("data", "verify", "image-folder", "--data-dir", Data, "--json");
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Empty(result.Output);
        Assert.All(new[] { "1.png", "2.png", "3.png" }, name => Assert.Contains(name, result.Errors, StringComparison.Ordinal));
        Assert.Contains("got 3 that cannot", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_class_folders_is_refused()
    {
        Directory.Delete(Path.Combine(Data, "test"), recursive: true);
        Write("test/0.png", s_gray);
        LabResult result = Train(Data);
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("expected class folders", result.OnlyError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_data_is_stored_absolute_and_warnings_are_printed_once()
    {
        Write("extra/a.png", s_gray);
        LabResult result = LabProcess.RunIn(Folder, TrainArguments("data"));
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Equal(2, result.Errors.Split("images that are not used: extra").Length);
        Assert.Contains(Data, File.ReadAllText(Path.Combine(RunFolder, "config.yaml")), StringComparison.Ordinal);
        LabResult evaluated = LabProcess.Run("eval", RunFolder, "--threads", "1");
        Assert.True(evaluated.Code == ExitCode.Done, evaluated.Errors);
    }

    private LabResult Train(string data) => LabProcess.Run(TrainArguments(data));

    private string[] TrainArguments(string data) =>
        [
            "train", "--data", "image-folder", "--data-dir", data,
            "--image-size", "8", "--model", "mlp", "--batch-size", "4", "--threads", "1", "--out", RunFolder, "--epochs", "1",
        ];

    private void Write(string name, byte[] content)
    {
        string path = Path.Combine(Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
