using System.Text;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>The rectangle of a chart that holds data: draws grid, axes and tick labels around it.</summary>
internal readonly record struct PlotArea(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The area of a chart with tick labels on the left and below.</summary>
    public static PlotArea FromChart(Chart chart) => new(46, 10, chart.Width - 14, chart.Height - 36);

    public void DrawGrid(Markup svg, Axis y)
    {
        foreach (Tick tick in y.Ticks)
        {
            double at = y.At(tick.Value);
            svg.VoidElement("path", ("class", "grid"), ("d", new PathText().Move(Left, at).Line(Right, at)));
            svg.TextElement("text", tick.Label, ("class", "tick"), ("x", Left - 7), ("y", at + 3.8), ("text-anchor", "end"));
        }
    }

    public void DrawBottom(Markup svg, Axis x, string label)
    {
        svg.VoidElement("path", ("class", "axis"), ("d", new PathText().Move(Left, Bottom).Line(Right, Bottom)));
        foreach (Tick tick in x.Ticks)
        {
            double at = x.At(tick.Value);
            svg.VoidElement("path", ("class", "axis"), ("d", new PathText().Move(at, Bottom).Line(at, Bottom + 4)));
            svg.TextElement("text", tick.Label, ("class", "tick"), ("x", at), ("y", Bottom + 15), ("text-anchor", "middle"));
        }

        svg.TextElement("text", label, ("class", "axis-label"), ("x", (Left + Right) / 2), ("y", Bottom + 30), ("text-anchor", "middle"));
    }

    public void DrawFrame(Markup svg) => svg.VoidElement(
        "rect", ("class", "frame"), ("x", Left), ("y", Top), ("width", Right - Left), ("height", Bottom - Top));

    public void DrawEmpty(Markup svg)
    {
        (double x, double y) = ((Left + Right) / 2, (Top + Bottom) / 2);
        svg.TextElement("text", "nothing measured", ("class", "axis-label"), ("x", x), ("y", y), ("text-anchor", "middle"));
    }
}

/// <summary>A point in the units of the data.</summary>
public readonly record struct Point(double X, double Y)
{
    // Sums and differences of larger coordinates could overflow.
    private const double Most = 1e290;

    internal bool IsDrawable => Math.Abs(X) <= Most && Math.Abs(Y) <= Most;
}

/// <summary>Builds the <c>d</c> attribute of a path.</summary>
internal sealed class PathText
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0;

    public PathText Move(double x, double y) => Add('M', x, y);

    public PathText Line(double x, double y) => Add('L', x, y);

    public PathText Horizontal(double x) => Add('H', x);

    public PathText Vertical(double y) => Add('V', y);

    public PathText Close()
    {
        _text.Append('Z');
        return this;
    }

    /// <summary>A line through the points that the axes can show; it breaks where they cannot.</summary>
    public static PathText Through(IEnumerable<Point> points, Axis x, Axis y)
    {
        var path = new PathText();
        bool drawing = false;
        foreach (Point point in points)
        {
            bool shown = x.Shows(point.X) && y.Shows(point.Y);
            if (shown)
                path.Add(drawing ? 'L' : 'M', x.At(point.X), y.At(point.Y));
            drawing = shown;
        }

        return path;
    }

    public override string ToString() => _text.ToString();

    private PathText Add(char command, double value)
    {
        _text.Append(command).Append(Numbers.Coordinate(value));
        return this;
    }

    private PathText Add(char command, double x, double y)
    {
        _text.Append(command).Append(Numbers.Coordinate(x)).Append(' ').Append(Numbers.Coordinate(y));
        return this;
    }
}
