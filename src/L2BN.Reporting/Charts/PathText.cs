using System.Text;

namespace L2BN.Reporting;

/// <summary>Builds the <c>d</c> attribute of a path.</summary>
internal sealed class PathText
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0;

    public PathText Move(double x, double y) => Add('M', x, y);

    public PathText Line(double x, double y) => Add('L', x, y);

    public PathText Close()
    {
        _text.Append('Z');
        return this;
    }

    /// <summary>A line through the points that have a place; it breaks where one has none.</summary>
    public static PathText Through(IEnumerable<Point> points, Axis x, Axis y)
    {
        var path = new PathText();
        bool drawing = false;
        foreach (Point point in points)
        {
            bool shown = x.Shows(point.X) && y.Shows(point.Y);
            if (shown) path.Add(drawing ? 'L' : 'M', x.At(point.X), y.At(point.Y));
            drawing = shown;
        }

        return path;
    }

    public override string ToString() => _text.ToString();

    private PathText Add(char command, double x, double y)
    {
        _text.Append(command).Append(Numbers.Coordinate(x)).Append(' ').Append(Numbers.Coordinate(y));
        return this;
    }
}
