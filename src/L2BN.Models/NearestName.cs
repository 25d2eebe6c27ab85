namespace L2BN.Models;

/// <summary>What the user may have meant: the name at the smallest edit distance.</summary>
internal static class NearestName
{
    // Half of the letters wrong is no longer a slip of the finger.
    public static string? Of(string text, IEnumerable<string> names)
    {
        var (name, distance) = names.Select(name => (name, Distance(text, name))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, text.Length / 2) ? name : null;
    }

    public static string Hint(string text, IEnumerable<string> names) =>
        Of(text, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
