namespace L2BN.Reporting.Writing;

/// <summary>Class names as they fit beside a chart.</summary>
internal static class ClassName
{
    private const int Longest = 11;

    /// <summary>At most 11 characters, the last an ellipsis where something was cut off; never half of a surrogate pair.</summary>
    public static string Short(string name)
    {
        if (name.Length <= Longest)
            return name;
        int end = char.IsHighSurrogate(name[Longest - 2]) ? Longest - 2 : Longest - 1;
        return name[..end] + "…";
    }

    /// <summary>The most classes that a chart shows one by one.</summary>
    public const int MostShown = 30;

    /// <summary>All indices below <paramref name="count"/>, or <see cref="MostShown"/> evenly spread ones where there are more.</summary>
    public static IEnumerable<int> Spread(int count) =>
        Enumerable.Range(0, Math.Min(count, MostShown)).Select(i => count <= MostShown ? i : (int)((long)i * count / MostShown));

    /// <summary>The names of <paramref name="classes"/> classes; those without one are numbered.</summary>
    public static IReadOnlyList<string> All(IReadOnlyList<string> names, int classes) =>
        [.. Enumerable.Range(0, classes).Select(i => ForLabel(names, i))];

    /// <summary>The name of one class; its number where it has none.</summary>
    public static string ForLabel(IReadOnlyList<string> names, int label) => label < names.Count ? names[label] : $"{label}";
}
