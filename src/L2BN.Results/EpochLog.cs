namespace L2BN.Results;

/// <summary>Reads <c>epochs.jsonl</c>. Every complete line ends with a line feed: a tail without one was cut off while it was written.</summary>
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
