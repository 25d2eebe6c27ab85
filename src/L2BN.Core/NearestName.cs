namespace L2BN.Core;

/// <summary>Guesses the name that a mistyped one was meant to be, by the number of edits (Levenshtein 1966); case is ignored.</summary>
public static class NearestName
{
    private const int LongestTyped = 64;

    /// <summary>The name at the smallest distance.</summary>
    /// <param name="typed">The text as typed.</param>
    /// <param name="names">The valid names, at least one.</param>
    /// <returns>The name, or null where more than a third of its letters (but at least 2) would have to change.</returns>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(typed);
        (string name, int edits) = names.Select(name => (name, Edits: Distance(typed, name))).MinBy(pair => pair.Edits);
        return edits <= Math.Max(2, name.Length / 3) ? name : null;
    }

    /// <summary>A sentence for the end of an error message, with a space in front; empty where nothing is near.</summary>
    /// <param name="typed">The text as typed.</param>
    /// <param name="names">The valid names, at least one.</param>
    public static string Hint(string typed, IEnumerable<string> names) =>
        Find(typed, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string a, string b)
    {
        if (a.Length > LongestTyped)
            return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
