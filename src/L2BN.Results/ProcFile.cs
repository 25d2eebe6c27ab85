using System.Globalization;

namespace L2BN.Results;

/// <summary>Looks up one key in the <c>key : value</c> files of Linux; null on every other system and in every kind of trouble.</summary>
internal static class ProcFile
{
    public static string? Value(string path, string key, char separator)
    {
        try
        {
            if (!File.Exists(path)) return null;
            return File.ReadLines(path).Select(line => Split(line, key, separator)).FirstOrDefault(value => value is not null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The value of a line such as <c>VmHWM:   123 kB</c>, in bytes.</summary>
    public static long? Kilobytes(string path, string key)
    {
        string? digits = Value(path, key, ':')?.Split(' ')[0];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * 1024 : null;
    }

    private static string? Split(string line, string key, char separator)
    {
        int at = line.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && line.AsSpan(0, at).Trim().SequenceEqual(key) ? line[(at + 1)..].Trim() : null;
    }
}
