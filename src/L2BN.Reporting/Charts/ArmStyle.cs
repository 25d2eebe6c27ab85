using System.Text.RegularExpressions;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>
/// How the arm of an index is drawn in every chart: color (by class, from the style sheet), dash pattern and marker, so that color is
/// never the only cue.
/// </summary>
internal static partial class ArmStyle
{
    private static readonly string?[] s_dashes =
        [null, "7 3", "2 2.5", "9 3 2 3", "12 3", "5 2 1.5 2 1.5 2", "1 3", "4 4", "10 2 1 2", "3 1"];

    // Outlines of equal visual weight around the origin, radius about 4.
    private static readonly string[] s_markers =
    [
        "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z",
        "M-3.2 -3.2H3.2V3.2H-3.2Z",
        "M0 -4.2L4 3H-4Z",
        "M0 -4.6L4.2 0L0 4.6L-4.2 0Z",
        "M0 4.2L4 -3H-4Z",
        "M-1.3 -4H1.3V-1.3H4V1.3H1.3V4H-1.3V1.3H-4V-1.3H-1.3Z",
        "M0 -4.4L4.2 -1.3L2.6 3.6H-2.6L-4.2 -1.3Z",
        "M-4 -1.9H4V1.9H-4Z",
        "M-3.6 -4H3.6L-3.6 4H3.6Z",
        "M-4 -4L4 4H-4L4 -4Z",
    ];

    /// <summary>The classes of a mark of this arm.</summary>
    public static string Class(int arm, string kind) => $"{kind} a{arm % s_markers.Length}";

    public static string? Dash(int arm) => s_dashes[arm % s_dashes.Length];

    /// <summary>The color of this arm on white, for images, which have no style sheet.</summary>
    public static (byte R, byte G, byte B) Color(int arm)
    {
        byte[] rgb = Convert.FromHexString(ColorPattern().Matches(Assets.ChartStyle)[arm % s_markers.Length].ValueSpan[^6..]);
        return (rgb[0], rgb[1], rgb[2]);
    }

    /// <summary>A path around the origin.</summary>
    public static string Marker(int arm) => s_markers[arm % s_markers.Length];

    [GeneratedRegex("--a[0-9]: #[0-9a-f]{6}")]
    private static partial Regex ColorPattern();
}

/// <summary>Names the arms above a row of charts, outside their plotting areas, with line and marker as drawn.</summary>
internal static class Legend
{
    public static void Write(Markup page, IReadOnlyList<string> arms)
    {
        if (arms.Count < 2)
            return;
        using Markup.Scope list = page.Element("ul", ("class", "legend"));
        for (int arm = 0; arm < arms.Count; arm++)
        {
            using Markup.Scope item = page.Element("li");
            WriteKey(page, arm);
            page.TextElement("span", arms[arm]);
        }
    }

    /// <summary>A sample of the arm's line and marker; decoration beside its name.</summary>
    public static void WriteKey(Markup page, int arm)
    {
        using Markup.Scope key =
            page.Element("svg", ("class", "key"), ("viewBox", "0 0 30 12"), ("aria-hidden", "true"), ("focusable", "false"));
        DrawKey(page, arm);
    }

    /// <summary>Line and marker, 30 wide and 12 high, from the origin.</summary>
    public static void DrawKey(Markup page, int arm)
    {
        page.VoidElement("path", ("class", ArmStyle.Class(arm, "mean")), ("stroke-dasharray", ArmStyle.Dash(arm)), ("d", "M1 6H29"));
        page.VoidElement("path", ("class", ArmStyle.Class(arm, "marker")), ("d", ArmStyle.Marker(arm)), ("transform", "translate(15 6)"));
    }
}
