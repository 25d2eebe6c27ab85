namespace L2BN.Reporting;

/// <summary>Names the arms above a row of charts, outside their plotting areas, with line and marker as drawn.</summary>
internal static class Legend
{
    public static void Write(Markup page, IReadOnlyList<string> arms)
    {
        if (arms.Count < 2) return;
        using var list = page.Element("ul", ("class", "legend"));
        for (int arm = 0; arm < arms.Count; arm++)
        {
            using var item = page.Element("li");
            WriteKey(page, arm);
            page.TextElement("span", arms[arm]);
        }
    }

    /// <summary>A sample of the arm's line and marker; decoration beside its name.</summary>
    public static void WriteKey(Markup page, int arm)
    {
        using var key = page.Element("svg", ("class", "key"), ("viewBox", "0 0 30 12"), ("aria-hidden", "true"), ("focusable", "false"));
        DrawKey(page, arm);
    }

    /// <summary>Line and marker, 30 wide and 12 high, from the origin.</summary>
    public static void DrawKey(Markup page, int arm)
    {
        page.VoidElement("path", ("class", ArmStyle.Class(arm, "mean")), ("stroke-dasharray", ArmStyle.Dash(arm)), ("d", "M1 6H29"));
        page.VoidElement("path", ("class", ArmStyle.Class(arm, "marker")), ("d", ArmStyle.Marker(arm)), ("transform", "translate(15 6)"));
    }
}
