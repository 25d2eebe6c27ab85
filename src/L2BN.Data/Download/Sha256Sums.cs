using System.Security.Cryptography;
using L2BN.Data.Archives;
using L2BN.Data.Files;

namespace L2BN.Data.Download;

/// <summary>The file <c>SHA256SUMS</c> of a fetched data set, in the form that <c>sha256sum --check</c> reads.</summary>
internal static class Sha256Sums
{
    internal const string FileName = "SHA256SUMS";

    internal static void Write(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Relative(folder, file))
            .Order(StringComparer.Ordinal)];
        File.WriteAllLines(Path.Combine(folder, FileName), files.Select(file => $"{Sum(Path.Combine(folder, file))}  {file}"));
    }

    /// <summary>Compares every file of the list with its checksum.</summary>
    /// <param name="folder">The folder of the list.</param>
    /// <param name="valid">Number of files with the right checksum.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>One exception for each file that is missing or changed and for each damaged line.</returns>
    /// <exception cref="DataException">The list cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was canceled.</exception>
    internal static List<DataException> FindProblems(string folder, out int valid, CancellationToken ct)
    {
        string list = Path.Combine(folder, FileName);
        string[] lines = System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(list, 64L << 20))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<DataException> problems = [];
        foreach (string line in lines)
        {
            ct.ThrowIfCancellationRequested();
            if (FindProblem(folder, list, line.TrimEnd('\r')) is { } problem)
                problems.Add(problem);
        }
        valid = lines.Length - problems.Count;
        return problems;
    }

    private static DataException? FindProblem(string folder, string list, string line)
    {
        if (line.Length < 67 || line[64..66] != "  " || EntryName.Fault(line[66..]) is not null)
            return new DataException(list, "expected lines of 64 hex digits, two blanks and a relative file name, got another",
                "Remove it to check without it.");
        string path = Path.Combine(folder, line[66..]);
        try
        {
            string sum = Sum(path);
            return sum == line[..64] ? null : new DataException(path, $"expected SHA-256 {line[..64]} of {FileName}, got {sum}",
                "Get the data set again: the file was changed or damaged after the download.");
        }
        catch (DataException unreadable)
        {
            return unreadable;
        }
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static string Sum(string path)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
