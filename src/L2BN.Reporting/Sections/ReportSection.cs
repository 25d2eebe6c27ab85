using L2BN.Reporting.Charts;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Sections;

/// <summary>One part of the HTML report: a heading, and figures or tables below it.</summary>
/// <remarks>To add a part to a report, derive from this class and put it into <see cref="ComparisonReport.Sections"/>.</remarks>
public abstract class ReportSection
{
    /// <summary>The heading, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>The wish for the section's id in links; the page makes it unique.</summary>
    public abstract string Id { get; }

    /// <summary>False where there is nothing to show: the section is then left out.</summary>
    public virtual bool HasContent => true;

    /// <summary>Writes what comes below the heading.</summary>
    /// <param name="page">The page; ids come from its <see cref="Markup.NewId"/>.</param>
    public abstract void Write(Markup page);

    /// <summary>Writes a row of charts, as many side by side as fit, with a legend above and a caption below.</summary>
    /// <param name="page">The page.</param>
    /// <param name="arms">Names of the arms that the charts show, in order; fewer than two need no legend.</param>
    /// <param name="caption">One or two sentences: what is drawn.</param>
    /// <param name="charts">The charts.</param>
    protected static void WriteCharts(Markup page, IReadOnlyList<string> arms, string caption, params IEnumerable<Chart> charts)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(charts);
        using Markup.Scope figure = page.Element("figure", ("class", "charts"));
        Legend.Write(page, arms);
        using (page.Element("div", ("class", "panels")))
        {
            foreach (Chart chart in charts)
            {
                chart.WritePanel(page);
                page.AddPicture(chart, arms);
            }
        }

        page.TextElement("figcaption", caption);
    }
}

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
