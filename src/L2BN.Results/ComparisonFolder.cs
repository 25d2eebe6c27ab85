using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace L2BN.Results;

/// <summary>A comparison on disk: one run folder per arm and seed, <c>looks.jsonl</c>, <c>summary.json</c> and
/// <c>report.html</c>.</summary>
public sealed class ComparisonFolder
{
    private ComparisonFolder(string path) => FolderPath = path;

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Where the summary is.</summary>
    public string SummaryPath => Path.Combine(FolderPath, "summary.json");

    /// <summary>Where the HTML report is.</summary>
    public string ReportPath => Path.Combine(FolderPath, "report.html");

    private string LooksPath => Path.Combine(FolderPath, "looks.jsonl");

    /// <summary>Whether there is a summary.</summary>
    /// <exception cref="ResultsException">What has its name is no regular file.</exception>
    public bool HasSummary => ResultsFile.Exists(SummaryPath);

    /// <summary>Creates the folder where it is missing and makes sure that it can be written; what is in it stays.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static ComparisonFolder Create(string path)
    {
        ResultsFile.PrepareFolder(path);
        return new ComparisonFolder(path);
    }

    /// <summary>Opens an existing folder for reading.</summary>
    /// <exception cref="ResultsException">There is no such folder.</exception>
    public static ComparisonFolder Open(string path) => Directory.Exists(path)
        ? new ComparisonFolder(path)
        : throw new ResultsException($"Cannot read '{path}': there is no such folder. Give the folder that 'l2bn compare --out' wrote.");

    /// <summary>True where <paramref name="path"/> holds runs.</summary>
    /// <exception cref="ResultsException">The folder cannot be read.</exception>
    public static bool HasRuns(string path) =>
        ResultsFile.Guard("read", path, () => Directory.Exists(path) && Directory.EnumerateDirectories(path).Any(RunFolder.Exists));

    /// <summary>The folders in <paramref name="path"/>, in descending order of their names; empty where it does not exist.</summary>
    /// <param name="path">A folder of comparisons.</param>
    /// <param name="pattern">Their names, with * for any text.</param>
    /// <exception cref="ResultsException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> FindIn(string path, string pattern = "*") => ResultsFile.Guard("read", path, () =>
        Directory.Exists(path)
            ? Directory.EnumerateDirectories(path, pattern).OrderDescending(StringComparer.Ordinal).ToArray()
            : []);

    /// <summary>The folder of one run: <c>ARM-seedN</c>, with what file systems refuse in names replaced.</summary>
    public string RunPath(string arm, int seed) => Path.Combine(FolderPath, $"{FolderName.FromArm(arm)}-seed{seed}");

    /// <summary>Reads every run, finished or not, in the order of arms, then seeds; empty where there is none.</summary>
    /// <exception cref="ResultsException">A run's file is damaged or missing.</exception>
    public IReadOnlyList<RunRecord> ReadRuns()
    {
        string[] folders = ResultsFile.Guard("read", FolderPath, () => Directory.GetDirectories(FolderPath));
        foreach (string folder in folders.Where(folder => !RunFolder.Exists(folder)))
        {
            string[] remains = [.. RunFolder.FindRemains(folder).Except([RunFolder.ConfigName])];
            if (remains.Length > 0)
                throw new ResultsException(
                    $"'{folder}' has {string.Join(", ", remains)}, but no run.json that says of what run. "
                        + "Move it away to go on without it.");
        }

        return [.. folders.Where(RunFolder.Exists).Order(StringComparer.Ordinal).Select(RunFolder.Read)
            .OrderBy(run => run.ArmIndex).ThenBy(run => run.Seed)];
    }

    /// <summary>Refuses what <see cref="WriteSummary"/> and <see cref="WriteReport"/> would refuse; nothing is written.</summary>
    /// <exception cref="ResultsException">The summary or the report is a link or no regular file.</exception>
    public void CheckWritten()
    {
        ResultsFile.CheckOwn(SummaryPath);
        ResultsFile.CheckOwn(ReportPath);
        ResultsFile.CheckOwn(LooksPath);
    }

    /// <summary>Writes <c>summary.json</c>, the object of <c>--json</c> with line breaks.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void WriteSummary(ComparisonSummary summary) =>
        ResultsFile.WriteOwn(SummaryPath, JsonSerializer.Serialize(summary, ResultsJson.Indented.ComparisonSummary) + "\n");

    /// <summary>Reads <c>summary.json</c>.</summary>
    /// <exception cref="ResultsException">It is missing or damaged.</exception>
    public ComparisonSummary ReadSummary() => ResultsJson.Schema1(
        ResultsJson.Parse(ResultsFile.Read(SummaryPath), ResultsJson.Line.ComparisonSummary, $"'{SummaryPath}'"));

    /// <summary>Every look at the comparison's pairs, in order; empty where there is no record of them.</summary>
    /// <exception cref="ResultsException">The file is damaged. It is written as a whole, so a last line that was cut off is
    /// damage.</exception>
    public IReadOnlyList<LookRecord> ReadLooks()
    {
        if (!ResultsFile.Exists(LooksPath))
            return [];
        string text = ResultsFile.Read(LooksPath);
        if (!text.EndsWith('\n'))
            throw new ResultsException(
                $"Cannot read '{LooksPath}': expected lines that end with a line break, got a file that is empty or cut off. Restore it: a "
                    + "verdict must allow for the looks before it.");
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select((line, i) => ResultsJson.Parse(line, ResultsJson.Line.LookRecord, $"'{LooksPath}', line {i + 1}"))];
    }

    /// <summary>Adds a look to <c>looks.jsonl</c>, unless it is there already.</summary>
    /// <exception cref="ResultsException">The file is damaged or cannot be written.</exception>
    public void AddLook(LookRecord look)
    {
        IReadOnlyList<LookRecord> looks = ReadLooks();
        if (looks.Any(earlier => Repeats(earlier, look)))
            return;
        IEnumerable<string> lines = looks.Append(look).Select(own => JsonSerializer.Serialize(own, ResultsJson.Line.LookRecord) + "\n");
        ResultsFile.WriteOwn(LooksPath, string.Concat(lines));
    }

    private static bool Repeats(LookRecord a, LookRecord b) =>
        a.Pairs == b.Pairs && a.Method == b.Method && a.Plan.SequenceEqual(b.Plan) && a.Arms.SequenceEqual(b.Arms);

    /// <summary>Writes <c>report.html</c>.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void WriteReport(string html) => ResultsFile.WriteOwn(ReportPath, html);
}

/// <summary>Turns the name of an arm, which a user may have written, into a folder name that every file system takes.</summary>
internal static class FolderName
{
    private const string Allowed = "-_.,=()#+";
    private const int LongestName = 80;

    public static string FromArm(string arm)
    {
        string safe = string.Concat(arm.Take(LongestName).Select(c => IsSafe(c) ? c : '_'));
        bool same = safe == arm && safe.Length > 0 && safe[0] != '.';
        return same ? safe : $"{safe.TrimStart('.')}-{Mark(arm)}";
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal);

    // Two names that differ only in refused characters must not share a folder.
    private static string Mark(string arm) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arm)))[..8];
}
