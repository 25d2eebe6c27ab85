using System.Text.Json.Nodes;
using L2BN.Data.Shifts;
using L2BN.Reporting;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training;

namespace L2BN.Experiments.Tests;

/// <summary>
/// Run folders that somebody changed: every value of every record replaced and every key removed, one at a time. A report is written, or
/// the record refused in one line.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class MutatedRecordTests : TemporaryFolder
{
    private static readonly string[] s_values = ["null", "{}", "[]", "2147483647", "1e308", "-1", "\"\"", "true"];

    [Fact]
    public void A_changed_record_is_reported_or_refused_in_one_line()
    {
        Comparison.Run(TinyNetwork.Create, TinyDataset.Splits(), new ComparisonOptions
        {
            Norms = ["bn", "bn"],
            Seeds = 1,
            Checkpoints = false,
            Output = Folder,
            AnalyzedSamples = 12,
            Shifts = ShiftCatalog.Parse("scale:1,noise:5", sound: false),
            Training = new TrainerOptions { Epochs = 2, BatchSize = 48 },
        });
        string run = ComparisonFolder.Open(Folder).RunPath("bn", 0);
        List<string> faults = [];
        int count = 0;
        string[] names = ["run.json", "epochs.jsonl", "final.json", "analysis.json", "shifts.json", "../summary.json", "../looks.jsonl"];
        foreach (string name in names)
            count += Try(Path.Combine(run, name), faults);
        Assert.True(faults.Count == 0, $"{faults.Count} of {count}:\n{string.Join('\n', faults.Take(40))}");
        Assert.InRange(count, 1764, 8000);
    }

    private int Try(string path, List<string> faults)
    {
        string before = File.ReadAllText(path);
        int last = path.EndsWith(".jsonl", StringComparison.Ordinal) ? before.TrimEnd('\n').LastIndexOf('\n') + 1 : 0;
        int count = 0;
        foreach ((string what, string line) in Mutations(before[last..]))
        {
            count++;
            File.WriteAllText(path, before[..last] + line + "\n");
            if (Fault() is { } fault)
                faults.Add($"{Path.GetFileName(path)} {what}: {fault}");
        }

        File.WriteAllText(path, before);
        return count;
    }

    private string? Fault()
    {
        try
        {
            ComparisonReport report = StoredComparison.Read(Folder);
            string[] texts =
            [
                HtmlReport.Render(report), MarkdownReport.Render(report), CsvReport.Runs(report.Runs), TextTable.Render(report.Summary),
                ResultsJson.Serialize(report.Summary),
            ];
            return texts.Sum(text => (long)text.Length) > 4 << 20 ? "very long texts" : null;
        }
        catch (ResultsException refused)
        {
            return refused.Message.Contains('\n') || refused.Message.Length > 1000 ? refused.Message : null;
        }
        catch (Exception other)
        {
            return $"{other.GetType().Name} {other.Message.Split('\n')[0]} {other.StackTrace?.Split('\n')[0]}";
        }
    }

    private static IEnumerable<(string What, string Json)> Mutations(string json)
    {
        foreach (string path in Paths(JsonNode.Parse(json), "").ToArray())
        {
            yield return ($"{path} removed", Changed(json, path, (parent, key) => parent.Remove(key)));
            foreach (string value in s_values)
                yield return ($"{path} = {value}", Changed(json, path, (parent, key) => parent[key] = JsonNode.Parse(value)));
        }
    }

    // Of arrays the first item, of arrays of records the last one too.
    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject record => record.SelectMany(item => Paths(item.Value, $"{path}/{item.Key}").Prepend($"{path}/{item.Key}")),
        JsonArray array => new[] { 0, array.Count - 1 }
            .Where(i => i >= 0 && i < array.Count && (i == 0 || array[i] is not JsonValue))
            .Distinct()
            .SelectMany(i => Paths(array[i], $"{path}/{i}").Prepend($"{path}/{i}")),
        _ => [],
    };

    private static string Changed(string json, string path, Action<JsonObject, string> change)
    {
        JsonNode root = JsonNode.Parse(json)!;
        string[] keys = path.Split('/')[1..];
        JsonNode parent = keys[..^1].Aggregate(root, (node, key) => node is JsonArray array ? array[IndexOf(key)]! : node[key]!);
        if (parent is JsonObject record)
        {
            change(record, keys[^1]);
        }
        else
        {
            JsonArray array = parent.AsArray();
            JsonObject items = new(array.Select((item, i) => KeyValuePair.Create($"{i}", item?.DeepClone())));
            change(items, keys[^1]);
            array.Clear();
            foreach (JsonNode? item in items.Select(item => item.Value).ToArray())
                array.Add(item?.DeepClone());
        }

        return root.ToJsonString();
    }

    private static int IndexOf(string key) => Core.NumberText.TryParseDigits(key, out int index) ? index : -1;
}
