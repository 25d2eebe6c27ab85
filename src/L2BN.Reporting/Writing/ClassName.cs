namespace L2BN.Reporting;

/// <summary>Class names as they fit beside a chart.</summary>
internal static class ClassName
{
    private const int Longest = 11;

    /// <summary>At most 11 characters, the last an ellipsis where something was cut off; never half of a surrogate pair.</summary>
    public static string Short(string name)
    {
        if (name.Length <= Longest) return name;
        int end = char.IsHighSurrogate(name[Longest - 2]) ? Longest - 2 : Longest - 1;
        return name[..end] + "…";
    }

    /// <summary>The names of <paramref name="classes"/> classes; those without one are numbered.</summary>
    public static IReadOnlyList<string> All(IReadOnlyList<string> names, int classes) =>
        [.. Enumerable.Range(0, classes).Select(i => i < names.Count ? names[i] : $"{i}")];
}
