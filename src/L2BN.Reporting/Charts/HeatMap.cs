using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>
/// A square table of shares or differences; in a confusion matrix rows are true classes, columns predictions. Up to 30 rows it is drawn
/// square by square with names, beyond that as one image.
/// </summary>
public sealed class HeatMap : Chart
{
    private const double Labels = 74;
    private const double Foot = 68;
    private const int MostNumbers = 12;

    /// <summary>Rows that are drawn square by square; more become an image, whose size does not grow with their number.</summary>
    internal const int MostSquares = 30;

    /// <summary>Values by row and column; all rows of equal length. NaN leaves a square empty.</summary>
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
        if (Values.Count > MostSquares)
            DrawImage(svg, scale);
        else
            DrawSquares(svg, scale);
        svg.TextElement("text", "predicted \u2192", ("class", "axis-label"), ("x", Width - 2), ("y", Height - 2), ("text-anchor", "end"));
    }

    private void DrawImage(Markup svg, double scale)
    {
        double side = Width - Labels - 2;
        byte[] png = TintImage.Encode(Values, scale, ArmStyle.Color(Arm), ArmStyle.Color(0));
        svg.VoidElement(
            "image", ("class", "raster"), ("x", Labels), ("y", 0.0), ("width", side), ("height", side),
            ("href", $"data:image/png;base64,{Convert.ToBase64String(png)}"));
        svg.VoidElement("rect", ("class", "frame"), ("x", Labels), ("y", 0.0), ("width", side), ("height", side));
        svg.TextElement("text", $"{Values.Count} classes", ("class", "axis-label"), ("x", Labels), ("y", side + 16));
    }

    private void DrawSquares(Markup svg, double scale)
    {
        for (int row = 0; row < Values.Count; row++)
        {
            for (int column = 0; column < Values[row].Count; column++)
                DrawSquare(svg, row, column, scale);
        }

        for (int i = 0; i < Names.Count && i < Values.Count; i++)
            DrawName(svg, i);
    }

    private void DrawSquare(Markup svg, int row, int column, double scale)
    {
        double value = Values[row][column];
        if (!double.IsFinite(value))
            return;
        double tint = Math.Min(1, Math.Abs(value) / scale);
        (double x, double y) = (Labels + (column * Side), row * Side);
        int arm = IsDifference && value < 0 ? 0 : Arm;
        (double side, string style) = (Side - 1, ArmStyle.Class(arm, "cell"));
        using (svg.Element("rect", ("class", style), ("x", x), ("y", y), ("width", side), ("height", side), ("fill-opacity", tint)))
        {
            svg.TextElement("title", $"{Name(row)} taken for {Name(column)}: {Text(value, 1)}");
        }

        if (Values.Count > MostNumbers || Text(value, 0) is "0" or "+0")
            return;
        string kind = tint > 0.76 ? "cell-text full" : tint > 0.55 ? "cell-text half" : "cell-text";
        (double middle, double baseline) = (x + ((Side - 1) / 2), y + (Side / 2) + 3.5);
        svg.TextElement("text", Text(value, 0), ("class", kind), ("x", middle), ("y", baseline), ("text-anchor", "middle"));
    }

    private void DrawName(Markup svg, int index)
    {
        double center = (index + 0.5) * Side;
        double bottom = (Values.Count * Side) + 8;
        string name = ClassName.Short(Name(index));
        svg.TextElement("text", name, ("class", "tick"), ("x", Labels - 6), ("y", center + 3.5), ("text-anchor", "end"));
        string turn = $"translate({Numbers.Coordinate(Labels + center + 3)} {Numbers.Coordinate(bottom)}) rotate(-45)";
        svg.TextElement("text", name, ("class", "tick"), ("transform", turn), ("text-anchor", "end"));
    }

    private string Name(int index) => index < Names.Count ? Names[index] : $"{index}";

    private string Text(double value, int decimals) => IsDifference ? Numbers.Signed(value, decimals) : Numbers.Fixed(value, decimals);
}

/// <summary>A square table as a PNG: one pixel per value, or per block of values where there are more than 600 rows.</summary>
internal static class TintImage
{
    private const int MostPixels = 600;

    /// <summary>
    /// The image. Opacity is the square root of |value|/scale, so that rare mistakes among many classes can be seen; of a block the value
    /// of the largest magnitude counts.
    /// </summary>
    /// <param name="values">Rows of as many values; NaN is transparent.</param>
    /// <param name="scale">The magnitude of full opacity, above 0.</param>
    /// <param name="above">Color of values above 0.</param>
    /// <param name="below">Color of values below 0.</param>
    public static byte[] Encode(
        IReadOnlyList<IReadOnlyList<double>> values, double scale, (byte R, byte G, byte B) above, (byte R, byte G, byte B) below)
    {
        int block = (values.Count + MostPixels - 1) / MostPixels, side = (values.Count + block - 1) / block;
        double[] strongest = new double[side * side];
        for (int row = 0; row < values.Count; row++)
        {
            for (int column = 0; column < values[row].Count; column++)
            {
                ref double pixel = ref strongest[(row / block * side) + (column / block)];
                if (Math.Abs(values[row][column]) > Math.Abs(pixel))
                    pixel = values[row][column];
            }
        }

        return PngWriter.EncodeRgba([.. strongest.SelectMany(value => Pixel(value, scale, value < 0 ? below : above))], side, side);
    }

    private static byte[] Pixel(double value, double scale, (byte R, byte G, byte B) color)
    {
        byte opacity = (byte)Math.Round(255 * Math.Sqrt(Math.Min(1, Math.Abs(value) / scale)));
        return opacity == 0 ? new byte[4] : [color.R, color.G, color.B, opacity];
    }
}
