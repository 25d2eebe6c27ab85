namespace L2BN.Results;

/// <summary>Reads <c>epochs.jsonl</c>. A complete line ends with a line feed: a tail without one was cut off in writing.</summary>
internal static class EpochLog
{
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        if (!File.Exists(path)) return [];
        string text = ResultsFile.Read(path);
        string[] complete = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. complete.Select((line, index) => ResultsJson.Parse(line, ResultsJson.Line.EpochRecord, $"'{path}', line {index + 1}"))];
    }
}
