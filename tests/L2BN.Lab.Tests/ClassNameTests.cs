using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests;

/// <summary>A checkpoint's outputs are classes by name: data with other names is refused, also when a run is resumed.</summary>
public sealed class ClassNameTests : TemporaryFolder
{
    private static readonly string[] s_classes = ["apple", "bear", "cat"];

    [Fact]
    public void Classes_are_matched_by_name_in_eval_analyze_and_predict_and_refused_where_names_differ()
    {
        WriteImages(s_classes);
        LabResult trained = Run("train", "--data", "image-folder", "--data-dir", PathOf("data"), "--model", "resnet8", "--batch-size", "6", "--epochs", "4",
            "--lr", "0.05", "--augment", "none", "--image-size", "32", "--out", PathOf("run"), "--json");
        double accuracy = JsonDocument.Parse(trained.Output).RootElement.GetProperty("accuracy").GetDouble();

        // The order of the folders is that of their names: 'zebra' makes the first class the last one.
        Directory.Move(PathOf("data/train/apple"), PathOf("data/train/zebra"));
        Directory.Move(PathOf("data/test/apple"), PathOf("data/test/zebra"));
        foreach (string command in new[] { "eval", "analyze", "train" })
        {
            string[] arguments = command == "train" ? ["--resume", "--epochs", "5", "--out", PathOf("run")] : [PathOf("run"), "--data-dir", PathOf("data")];
            LabResult refused = LabProcess.Run([command, .. arguments, "--threads", "1"]);
            Assert.Equal(ExitCode.Refused, refused.Code);
            Assert.Contains("apple", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("zebra", refused.Errors, StringComparison.Ordinal);
        }

        Directory.Move(PathOf("data/train/zebra"), PathOf("data/train/apple"));
        Directory.Move(PathOf("data/test/zebra"), PathOf("data/test/apple"));
        LabResult again = Run("eval", PathOf("run"), "--data-dir", PathOf("data"), "--json");
        Assert.Equal(accuracy, JsonDocument.Parse(again.Output).RootElement.GetProperty("accuracy").GetDouble());
    }

    private static LabResult Run(params string[] arguments)
    {
        LabResult result = LabProcess.Run([.. arguments, "--threads", "1"]);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        return result;
    }

    private void WriteImages(string[] classes)
    {
        for (int k = 0; k < classes.Length; k++)
        {
            foreach (var (split, count) in new[] { ("train", 6), ("test", 3) })
            {
                string folder = Directory.CreateDirectory(PathOf($"data/{split}/{classes[k]}")).FullName;
                for (int i = 0; i < count; i++)
                    File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), Png(k, i));
            }
        }
    }

    private static byte[] Png(int label, int index)
    {
        var noise = new Random((label * 100) + index);
        using var bitmap = new SkiaSharp.SKBitmap(32, 32);
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 32; x++)
            {
                bool bright = label == 0 ? y < 16 : label == 1 ? x < 16 : (x + y) % 8 < 4;
                byte gray = (byte)((bright ? 160 : 20) + noise.Next(60));
                bitmap.SetPixel(x, y, new SkiaSharp.SKColor(gray, gray, gray));
            }
        }

        using SkiaSharp.SKData data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
