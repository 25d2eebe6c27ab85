using System.Security.Cryptography;

namespace L2BN.Data;

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

    /// <summary>Compares every file of the list; returns their number.</summary>
    /// <exception cref="DataException">A file is missing or changed, or the list is damaged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    internal static int Check(string folder, CancellationToken ct)
    {
        string list = Path.Combine(folder, FileName);
        string[] lines = System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(list, 64L << 20))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines)
        {
            ct.ThrowIfCancellationRequested();
            CheckLine(folder, list, line.TrimEnd('\r'));
        }
        return lines.Length;
    }

    private static void CheckLine(string folder, string list, string line)
    {
        if (line.Length < 67 || line[64..66] != "  " || EntryName.Fault(line[66..]) is not null)
            throw new DataException(list, "expected lines of 64 hex digits, two blanks and a relative file name, got another",
                "Remove it to check without it.");
        string path = Path.Combine(folder, line[66..]), sum = Sum(path);
        if (sum != line[..64])
            throw new DataException(path, $"has SHA-256 {sum}, {FileName} says {line[..64]}",
                "Get the data set again: the file was changed or damaged after the download.");
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static string Sum(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
