using System.Text;

namespace L2BN.Data.Archives;

/// <summary>Decides whether a name from an archive may become a file: relative, downward, and the same on every system.</summary>
internal static class EntryName
{
    private const int LongestPart = 255, LongestName = 1024;

    private static readonly string[] s_devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(i => (string[])[$"COM{i}", $"LPT{i}"])];

    /// <summary>What is wrong with the name; null where nothing is. A folder's name may end with a slash.</summary>
    internal static string? Fault(string name)
    {
        if (name.Length == 0)
            return "an empty name";
        if (name.Length > LongestName)
            return $"a name of {name.Length:N0} characters";
        if (name.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\uFFFD'))
            return $"the name '{Uri.EscapeDataString(name)}' (escaped), with characters that not every system allows";
        return name.TrimEnd('/').Split('/').Select(PartFault).FirstOrDefault(fault => fault is not null) is { } part
            ? $"the name '{name}', {part}" : null;
    }

    private static string? PartFault(string part)
    {
        if (part.Length == 0)
            return "which is absolute or has an empty part";
        if (part is "." or "..")
            return $"which has the part '{part}'";
        if (part[^1] is '.' or ' ')
            return "which has a part that ends with a dot or a space";
        if (Encoding.UTF8.GetByteCount(part) > LongestPart)
            return $"which has a part of more than {LongestPart} bytes";
        return s_devices.Contains(part.Split('.')[0].ToUpperInvariant()) ? "which names a device" : null;
    }
}
