using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>
/// A histogram per class, one above the other on a common axis: heights are shares of the class, so classes of any size compare.
/// </summary>
public sealed class RidgeChart : Chart
{
    private const double Labels = 78;
    private const double Overlap = 1.5;

    /// <summary>Edges of the bins, rising; one more than bins.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Samples by (class, bin).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Index of the arm whose color is used.</summary>
    public int Arm { get; init; }

    /// <summary>What the horizontal axis measures.</summary>
    public string XLabel { get; init; } = "sample norm";

    /// <summary>
    /// Values that the horizontal axis must reach, so that charts side by side can share it; empty takes <see cref="Edges"/>.
    /// </summary>
    public IReadOnlyList<double> Reach { get; init; } = [];

    internal override double Height => 24 + Pitch * Counts.Count + 36;

    // A hundred classes still fit on a screen; their names no longer do.
    private double Pitch => Math.Clamp(440.0 / Math.Max(1, Counts.Count), 4, 24);

    internal override void Draw(Markup svg)
    {
        var area = new PlotArea(Labels, 10, Width - 14, Height - 36);
        var x = Axis.Linear(Reach.Count > 0 ? Reach : Edges, area.Left, area.Right, 5);
        foreach (double at in x.Ticks.Select(tick => x.At(tick.Value)))
            svg.VoidElement("path", ("class", "grid"), ("d", new PathText().Move(at, area.Top).Line(at, area.Bottom)));
        area.DrawBottom(svg, x, XLabel);
        double tallest = Counts.SelectMany(Shares).Append(1e-9).Max();
        for (int row = 0; row < Counts.Count; row++)
            DrawRow(svg, x, row, tallest);
    }

    private void DrawRow(Markup svg, Axis x, int row, double tallest)
    {
        double floor = 24 + Pitch * (row + 1) - 1;
        double[] shares = Shares(Counts[row]);
        double perShare = (Pitch * Overlap - 2) / tallest;
        PathText outline = new PathText().Move(x.At(Edges[0]), floor);
        double height = 0;
        for (int bin = 0; bin < Math.Min(shares.Length, Edges.Count - 1); bin++)
        {
            if (shares[bin] == height)
                continue;
            height = shares[bin];
            outline.Horizontal(x.At(Edges[bin])).Vertical(floor - (height * perShare));
        }

        outline.Horizontal(x.At(Edges[^1])).Vertical(floor);
        using (svg.Element("path", ("class", ArmStyle.Class(Arm, "ridge")), ("d", outline)))
        {
            svg.TextElement("title", $"{Name(row)}: {Counts[row].Sum()} samples");
        }

        if (Pitch >= 11)
            svg.TextElement("text", Name(row), ("class", "tick"), ("x", Labels - 8), ("y", floor - 2), ("text-anchor", "end"));
    }

    private static double[] Shares(IReadOnlyList<int> counts)
    {
        double sum = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => count / sum)];
    }

    private string Name(int row) => ClassName.Short(row < Names.Count ? Names[row] : $"{row}");
}
