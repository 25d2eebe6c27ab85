using System.Text.Json;
using System.Xml.Linq;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Predict;

/// <summary>Low and high tones: learnt from an <c>audio-folder</c>, then distinguished in files of other rates, lengths and
/// formats.</summary>
public sealed class SoundPredictTests : TemporaryFolder
{
    private string Run => Path.Combine(Folder, "run");

    private string Clips => Path.Combine(Folder, "clips");

    private string Pictures => Path.Combine(Folder, "pictures");

    [Fact]
    public void A_network_that_learnt_two_tones_distinguishes_them_in_other_files()
    {
        Train();
        WaveFile.Write(Path.Combine(Clips, "low.wav"), 300, seed: 90, seconds: 5, rate: 44_100, bits: 24, channels: 2);
        WaveFile.Write(Path.Combine(Clips, "more", "high.WAV"), 3000, seed: 91, seconds: 7.5, rate: 48_000);
        WaveFile.Write(Path.Combine(Clips, "more", "low.wav"), 300, seed: 92, seconds: 5);
        JsonElement[] answers = Predict(Clips, "--top", "2", "--log-mel", Pictures, "--csv", Path.Combine(Folder, "table.csv"));
        Assert.Equal(["low", "high", "low"], answers.Select(answer => answer.GetProperty("top")[0].GetProperty("class").GetString()));
        Assert.Equal([5, 7.5, 5], answers.Select(answer => answer.GetProperty("seconds").GetDouble()));
        Assert.All(
            answers,
            one => Assert.Equal(1, one.GetProperty("top").EnumerateArray().Sum(top => top.GetProperty("probability").GetDouble()), 6));
        Assert.Equal(
            ["low.svg", "high.svg", "low-2.svg"],
            answers.Select(answer => Path.GetFileName(answer.GetProperty("log_mel").GetString())));
        Assert.Equal(1 + (3 * 2), File.ReadAllLines(Path.Combine(Folder, "table.csv")).Length);
        Assert.Equal(
            "low",
            Predict(Path.Combine(Clips, "low.wav"), "--recalibrate")[0].GetProperty("top")[0].GetProperty("class").GetString());
        CheckPicture(Path.Combine(Pictures, "high.svg"));
        CheckOneFile();
        CheckFaults();
        CheckRefusals();
    }

    private void Train()
    {
        foreach ((string name, int hertz) in new[] { ("low", 300), ("high", 3000) })
            for (int i = 0; i < 10; i++)
                WaveFile.Write(
                    Path.Combine(Folder, "data", i < 8 ? "train" : "test", name, $"{i}.wav"),
                    hertz * (1 + (i / 50.0)),
                    i + (hertz * 10),
                    5);
        LabResult result = LabProcess.Run(
            "train", "--data", "audio-folder", "--data-dir", Path.Combine(Folder, "data"),
            "--epochs", "12", "--batch-size", "4", "--augment", "none", "--threads", "1", "--out", Run);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Contains("model: asc_cnn", File.ReadAllLines(Path.Combine(Run, "config.yaml")));
        LabResult eval = LabProcess.Run("eval", Run, "--json", "--threads", "1");
        Assert.True(eval.Code == ExitCode.Done, eval.Errors);
    }

    private JsonElement[] Predict(params string[] arguments)
    {
        LabResult result = LabProcess.Run(["predict", Run, .. arguments, "--json", "--threads", "1"]);
        return [.. result.Json("predict").GetProperty("predictions").EnumerateArray()];
    }

    private static void CheckPicture(string path)
    {
        var svg = XDocument.Load(path);
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.StartsWith("high ", texts[0], StringComparison.Ordinal);
        Assert.Contains("1 kHz", texts);
        Assert.Contains("seconds", texts);
        XElement image = Assert.Single(svg.Descendants(), element => element.Name.LocalName == "image");
        Assert.StartsWith("data:image/png;base64,", image.Attribute("href")!.Value, StringComparison.Ordinal);
    }

    // A picture of one name, and a part of a longer file.
    private void CheckOneFile()
    {
        string png = Path.Combine(Folder, "one.png"), clip = Path.Combine(Clips, "more", "high.WAV");
        LabResult result = LabProcess.Run("predict", Run, clip, "--log-mel", png, "--start", "2.5", "--threads", "1");
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.StartsWith($"{clip} (2.5 to 7.5 of 7.5 s): high ", result.Errors, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(png)[..4]);
        LabResult filled = LabProcess.Run("predict", Run, clip, "--start", "6", "--threads", "1");
        Assert.StartsWith($"{clip} (1.5 of 5.0 s, the rest is silence): ", filled.Errors, StringComparison.Ordinal);
    }

    // Two files of unknown length are one warning, or a refusal.
    private void CheckFaults()
    {
        string[] clips = [Path.Combine(Clips, "stream-1.wav"), Path.Combine(Clips, "stream-2.wav")];
        foreach (string clip in clips)
        {
            WaveFile.Write(clip, 300, seed: 93, seconds: 5);
            WaveFile.Unfinish(clip);
        }
        LabResult result = LabProcess.Run(["predict", Run, .. clips, "--threads", "1"]);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("Warning: ", StringComparison.Ordinal));
        CheckRefusal(ExitCode.Refused, clips[0], [.. clips, "--strict"]);
    }

    private void CheckRefusals()
    {
        string text = Path.Combine(Folder, "text.wav"),
            clip = Path.Combine(Clips, "low.wav"),
            empty = Directory.CreateDirectory(Path.Combine(Folder, "empty")).FullName;
        File.WriteAllText(text, "no sound at all, whatever the name says");
        CheckRefusal(ExitCode.Refused, text, text);
        CheckRefusal(ExitCode.Refused, "WAV", empty);
        CheckRefusal(ExitCode.Refused, "missing.wav", Path.Combine(Folder, "missing.wav"));
        CheckRefusal(ExitCode.Refused, "samples", clip, "--start", "60");
        CheckRefusal(ExitCode.Usage, "--start", clip, "--start", "-1");
        CheckRefusal(ExitCode.Usage, "--log-mel", Clips, "--log-mel", Path.Combine(Folder, "all.svg"));
        CheckRefusal(ExitCode.Refused, "no-data", clip, "--recalibrate", "--data-dir", Path.Combine(Folder, "no-data"));
        CheckRefusal(ExitCode.Refused, text, clip, "--log-mel", Path.Combine(text, "below-a-file"));
    }

    private void CheckRefusal(int code, string named, params string[] arguments)
    {
        LabResult refused = LabProcess.Run(["predict", Run, .. arguments, "--json"]);
        Assert.Equal(code, refused.Code);
        Assert.Contains(named, refused.OnlyError, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }
}
