namespace L2BN.Reporting;

/// <summary>A section of ready-made charts, for whoever has something to add to a report.</summary>
/// <param name="title">The heading, in a few words.</param>
/// <param name="id">The wish for the section's id in links.</param>
/// <param name="caption">One or two sentences: what is drawn.</param>
/// <param name="charts">The charts; without any the section is left out.</param>
/// <param name="arms">Names of the arms for the legend; null or fewer than two for none.</param>
public sealed class ChartSection(
    string title, string id, string caption, IReadOnlyList<Chart> charts, IReadOnlyList<string>? arms = null) : ReportSection
{
    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override bool HasContent => charts.Count > 0;

    /// <inheritdoc/>
    public override void Write(Markup page) => WriteCharts(page, arms ?? [], caption, charts);
}
