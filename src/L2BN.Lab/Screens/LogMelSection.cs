using L2BN.Data.Audio;
using L2BN.Reporting;

namespace L2BN.Lab.Screens;

/// <summary>What a network hears: the log-mel features of one clip per class.</summary>
internal sealed class LogMelSection(IReadOnlyList<(string Class, LogMelPicture Picture)> clips) : ReportSection
{
    public override string Title => "What the classes sound like";

    public override string Id => "log-mel";

    public override bool HasContent => clips.Count > 0;

    public override void Write(Markup page)
    {
        ArgumentNullException.ThrowIfNull(page);
        using var figure = page.Element("figure", ("class", "charts"));
        using (page.Element("div", ("class", "panels")))
        {
            foreach (var (name, picture) in clips) WriteClip(page, name, picture);
        }

        page.Leaf("figcaption", $"Log-mel features of the first training clip of each class: time to the right, {clips[0].Picture.Seconds:F1} s; frequency upwards; dark is loud.");
    }

    private static void WriteClip(Markup page, string name, LogMelPicture picture)
    {
        using var panel = page.Element("div", ("class", "panel"));
        page.Leaf("h3", name);
        page.Empty(
            "img", ("src", $"data:image/bmp;base64,{Convert.ToBase64String(GreyBitmap.Of(picture.Map))}"), ("width", "256"), ("height", "128"),
            ("alt", $"Log-mel spectrogram of a clip of {name}"));
    }
}
