namespace L2BN.Data;

/// <summary>Guesses what a mistyped name was meant to be, by the number of edits (Levenshtein 1966).</summary>
internal static class NearestName
{
    internal static string? Of(string typed, IEnumerable<string> names)
    {
        var (name, edits) = names.Select(name => (name, Edits: Distance(typed.ToLowerInvariant(), name))).MinBy(pair => pair.Edits);
        return edits <= Math.Max(2, name.Length / 3) ? name : null;
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64) return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int edits = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], edits);
            }
        }
        return row[^1];
    }
}
