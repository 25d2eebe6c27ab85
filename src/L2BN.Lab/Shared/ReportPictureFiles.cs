using System.Text;
using L2BN.Pictures;
using L2BN.Reporting;
using L2BN.Reporting.Charts;
using L2BN.Results;

namespace L2BN.Lab.Shared;

/// <summary>Writes the pictures of a report into a folder, a file each.</summary>
internal static class ReportPictureFiles
{
    /// <summary>Writes <c>NAME.svg</c> or <c>NAME.png</c> for every picture; files of the same names are replaced, others left
    /// alone.</summary>
    /// <exception cref="PictureException">PNG cannot be drawn here, or one would be too large.</exception>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<ReportPicture> pictures, ReportOptions options)
    {
        if (pictures.Count == 0)
            throw new ResultsException("There is no picture to write: no run has an epoch or an analysis yet.");
        bool own = options.Output is null;
        ResultsFile.PrepareFolder(folder, own);
        foreach (ReportPicture picture in pictures)
        {
            string path = Path.Combine(folder, $"{picture.Name}.{options.Format}");
            byte[] content = Content(picture.Chart, options.Format, options.Scale);
            if (own)
                ResultsFile.WriteOwn(path, content);
            else
                ResultsFile.Write(path, content);
        }

        Terminal.WriteLine($"{pictures.Count} pictures.");
    }

    private static byte[] Content(Chart chart, string format, double scale) =>
        format == "png" ? PngPicture.Render(chart, scale) : Encoding.UTF8.GetBytes(chart.ToSvgFile());
}
