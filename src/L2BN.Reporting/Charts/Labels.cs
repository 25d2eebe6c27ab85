namespace L2BN.Reporting;

/// <summary>Finds places for labels so that none covers another.</summary>
internal static class Labels
{
    private const double LetterWidth = 6.6;
    private const double Height = 13;
    private const double Nudge = 2;

    /// <summary>
    /// Baselines and middles of <paramref name="labels"/>, each as near above or below its wish as the ones before it leave room.
    /// </summary>
    /// <param name="labels">Texts and where their middles should stand.</param>
    /// <param name="area">Where they must stay.</param>
    public static Point[] Place(IReadOnlyList<(string Text, Point At)> labels, PlotArea area)
    {
        var taken = new List<(Point At, double Half)>();
        foreach ((string text, Point at) in labels)
        {
            double half = Math.Min(text.Length * LetterWidth / 2, (area.Right - area.Left) / 2);
            double x = Math.Clamp(at.X, area.Left + half, area.Right - half);
            taken.Add((Free(taken, new Point(x, at.Y + 4), half, area), half));
        }

        return [.. taken.Select(label => label.At)];
    }

    private static Point Free(List<(Point At, double Half)> taken, Point wish, double half, PlotArea area)
    {
        int tries = (int)((area.Bottom - area.Top) / Nudge);
        for (int i = 0; i < 2 * tries; i++)
        {
            double y = wish.Y + (i % 2 == 0 ? 1 : -1) * Nudge * ((i + 1) / 2);
            bool inside = y >= area.Top + Height && y <= area.Bottom - 4;
            if (inside && taken.TrueForAll(other => Apart(other, y, wish.X, half))) return new Point(wish.X, y);
        }

        return wish;
    }

    private static bool Apart((Point At, double Half) other, double y, double x, double half) =>
        Math.Abs(other.At.Y - y) >= Height || Math.Abs(other.At.X - x) >= other.Half + half;
}
