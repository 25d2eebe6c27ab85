using System.Security.Cryptography;
using System.Text;

namespace L2BN.Results;

/// <summary>Turns the name of an arm, which a user may have written, into a folder name that every file system takes.</summary>
internal static class FolderName
{
    private const string Allowed = "-_.,=()#+";
    private const int LongestName = 80;

    public static string Of(string arm)
    {
        string safe = string.Concat(arm.Take(LongestName).Select(c => IsSafe(c) ? c : '_'));
        bool same = safe == arm && safe.Length > 0 && safe[0] != '.';
        return same ? safe : $"{safe.TrimStart('.')}-{Mark(arm)}";
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal);

    // Two names that differ only in refused characters must not share a folder.
    private static string Mark(string arm) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arm)))[..8];
}
