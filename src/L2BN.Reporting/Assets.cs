using System.Reflection;

namespace L2BN.Reporting;

/// <summary>The style sheets, embedded as resources.</summary>
internal static class Assets
{
    /// <summary>Colours and marks of charts: in every page and in every SVG file.</summary>
    public static string ChartStyle { get; } = Read("chart.css");

    /// <summary>The page, charts included.</summary>
    public static string ReportStyle { get; } = Read("report.css") + ChartStyle;

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"L2BN.Reporting.Assets.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
