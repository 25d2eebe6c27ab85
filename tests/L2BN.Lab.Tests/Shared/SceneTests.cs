using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>
/// A generated data set in the layout of TAU Urban Acoustic Scenes 2020 Mobile, 24 bits at 44.1 kHz, with lists in both line endings, a
/// missing file and a clip in both splits, all the way through the commands.
/// </summary>
public sealed class SceneTests : TemporaryFolder
{
    private static readonly string[] s_scenes =
    [
        "airport", "bus", "metro", "metro_station", "park", "public_square", "shopping_mall", "street_pedestrian", "street_traffic",
        "tram",
    ];

    private readonly string[] _warnings =
    [
        "fold1_train.csv: 1 of 21 listed clips do not exist (audio/bus-paris-1-2-a.wav); they are left out.",
        "fold1_evaluate.csv: 1 of 11 test clips are training clips too (audio/airport-lisbon-1-0-a.wav); results on "
            + "them say nothing about new sounds.",
    ];

    private string Data => Path.Combine(Folder, "tau");

    private string Run => Path.Combine(Folder, "run");

    [Fact]
    public void Odd_scenes_are_trained_and_evaluated_with_warnings()
    {
        WriteScenes();
        JsonElement trained = Json(
            "train", "--data", "tau2020", "--data-dir", Data, "--epochs", "1", "--out", Run, "--json", "--threads", "2");
        Assert.Equal(("asc_cnn", 1), (trained.GetProperty("model").GetString(), trained.GetProperty("steps").GetInt32()));
        CheckWarnings(trained.GetProperty("data_warnings"));
        CheckWarnings(
            JsonDocument
                .Parse(File.ReadAllText(Path.Combine(Run, "run.json")))
                .RootElement.GetProperty("request")
                .GetProperty("data_warnings"));
        JsonElement evaluated = Json("eval", Run, "--json", "--threads", "2");
        CheckWarnings(evaluated.GetProperty("data_warnings"));
        Assert.Equal(11, evaluated.GetProperty("samples").GetInt32());
        Assert.Equal(trained.GetProperty("accuracy").GetDouble(), evaluated.GetProperty("accuracy").GetDouble());
        CheckReport();
    }

    // What was odd about the data stands in the report too, above the sounds themselves.
    private void CheckReport()
    {
        JsonElement compared = Json(
            "compare", "--data", "tau2020", "--data-dir", Data,
            "--epochs", "1", "--seeds", "1", "--no-analysis", "--out", Path.Combine(Folder, "out"), "--json", "--threads", "2");
        string page = File.ReadAllText(compared.GetProperty("report").GetString()!);
        Assert.All(_warnings, warning => Assert.Contains(warning, page, StringComparison.Ordinal));
        string section = page[page.IndexOf("id=\"log-mel\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Equal(s_scenes, Regex.Matches(section, "<h3>(.*?)</h3>").Select(match => match.Groups[1].Value));
        Assert.Equal(s_scenes.Length, Regex.Count(section, "href=\"data:image/png;base64,"));
    }

    private JsonElement Json(params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        string[] warned = [.. result.Errors.Split('\n').Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal))];
        Assert.Equal(_warnings.Length, warned.Length);
        Assert.All(_warnings.Zip(warned), pair => Assert.EndsWith(pair.First, pair.Second, StringComparison.Ordinal));
        return JsonDocument.Parse(Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
    }

    private void CheckWarnings(JsonElement written) =>
        Assert.All(
            _warnings.Zip(written.EnumerateArray()),
            pair => Assert.EndsWith(pair.First, pair.Second.GetString(), StringComparison.Ordinal));

    // Two training clips and one test clip of each scene; LF without an end in one list, CRLF in the other.
    private void WriteScenes()
    {
        StringBuilder train = new("filename\tscene_label"), test = new("filename\tscene_label\r\n");
        for (int scene = 0; scene < s_scenes.Length; scene++)
        {
            train.Append(Row("\n", scene, "a")).Append(Row("\n", scene, "b"));
            test.Append(Row("", scene, "s4")).Append("\r\n");
        }

        string lists = Directory.CreateDirectory(Path.Combine(Data, "evaluation_setup")).FullName;
        File.WriteAllText(Path.Combine(lists, "fold1_train.csv"), $"{train}\naudio/bus-paris-1-2-a.wav\tbus");
        File.WriteAllText(Path.Combine(lists, "fold1_evaluate.csv"), $"{test}audio/airport-lisbon-1-0-a.wav\tairport\r\n");
    }

    private string Row(string before, int scene, string device)
    {
        string name = $"audio/{s_scenes[scene]}-lisbon-1-{scene}-{device}.wav";
        WaveFile.Write(
            Path.Combine(Data, name),
            200 * (scene + 1),
            seed: (scene * 10) + device.Length + device[0],
            seconds: 0.5,
            rate: 44_100,
            bits: 24);
        return $"{before}{name}\t{s_scenes[scene]}";
    }
}
