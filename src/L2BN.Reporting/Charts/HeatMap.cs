namespace L2BN.Reporting;

/// <summary>
/// A square table of shares or differences as tinted squares; in a confusion matrix rows are true classes, columns predictions.
/// </summary>
public sealed class HeatMap : Chart
{
    private const double Labels = 74;
    private const double Foot = 68;
    private const int MostNumbers = 12;

    /// <summary>Values by row and column; all rows of equal length. NaN leaves a cell empty.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }

    /// <summary>Names of rows and columns.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Index of the arm whose color is used.</summary>
    public int Arm { get; init; }

    /// <summary>True for differences: what is below zero takes the color of arm 0 and a minus sign.</summary>
    public bool IsDifference { get; init; }

    /// <summary>The value of the fullest tint; null takes the largest.</summary>
    public double? Scale { get; init; }

    internal override double Height => Width - Labels + Foot;

    private double Side => (Width - Labels - 2) / Math.Max(1, Values.Count);

    internal override void Draw(Markup svg)
    {
        double scale = Scale ?? Values.SelectMany(row => row).Where(double.IsFinite).Select(Math.Abs).Append(1e-9).Max();
        for (int row = 0; row < Values.Count; row++)
        {
            for (int column = 0; column < Values[row].Count; column++) DrawCell(svg, row, column, scale);
        }

        for (int i = 0; i < Names.Count && i < Values.Count; i++) DrawName(svg, i);
        svg.TextElement("text", "predicted \u2192", ("class", "axis-label"), ("x", Width - 2), ("y", Height - 2), ("text-anchor", "end"));
    }

    private void DrawCell(Markup svg, int row, int column, double scale)
    {
        double value = Values[row][column];
        if (!double.IsFinite(value)) return;
        double tint = Math.Min(1, Math.Abs(value) / scale);
        (double x, double y) = (Labels + column * Side, row * Side);
        int arm = IsDifference && value < 0 ? 0 : Arm;
        (double side, string style) = (Side - 1, ArmStyle.Class(arm, "cell"));
        using (svg.Element("rect", ("class", style), ("x", x), ("y", y), ("width", side), ("height", side), ("fill-opacity", tint)))
        {
            svg.TextElement("title", $"{Name(row)} taken for {Name(column)}: {Text(value, 1)}");
        }

        if (Values.Count > MostNumbers || Text(value, 0) is "0" or "+0") return;
        string kind = tint > 0.76 ? "cell-text full" : tint > 0.55 ? "cell-text half" : "cell-text";
        svg.TextElement("text", Text(value, 0), ("class", kind), ("x", x + (Side - 1) / 2), ("y", y + Side / 2 + 3.5), ("text-anchor", "middle"));
    }

    private void DrawName(Markup svg, int index)
    {
        if (Values.Count > 30) return;
        double centre = (index + 0.5) * Side;
        double bottom = Values.Count * Side + 8;
        svg.TextElement("text", ClassName.Short(Name(index)), ("class", "tick"), ("x", Labels - 6), ("y", centre + 3.5), ("text-anchor", "end"));
        string turn = $"translate({Numbers.Coordinate(Labels + centre + 3)} {Numbers.Coordinate(bottom)}) rotate(-45)";
        svg.TextElement("text", ClassName.Short(Name(index)), ("class", "tick"), ("transform", turn), ("text-anchor", "end"));
    }

    private string Name(int index) => index < Names.Count ? Names[index] : $"{index}";

    private string Text(double value, int decimals) => IsDifference ? Numbers.Signed(value, decimals) : Numbers.Fixed(value, decimals);
}
