using L2BN.Data.Audio.Pictures;
using L2BN.Reporting.Charts;

namespace L2BN.Lab.Shared;

/// <summary>The log-mel features of a clip with their axes: what a network reads.</summary>
internal static class LogMelChart
{
    // An octave apart, from the lowest that has space for its name.
    private static readonly double[] s_hertz = [250, 500, 1000, 2000, 4000, 8000, 16_000];

    /// <param name="picture">The features.</param>
    /// <param name="title">Whose they are.</param>
    /// <param name="heading">A line above; null for none.</param>
    public static PictureChart Create(LogMelPicture picture, string title, string? heading = null) =>
        new()
        {
            Title = title,
            Description =
                $"Log-mel spectrogram of {picture.Seconds:F1} s: time to the right, frequency upwards, dark is "
                    + $"loud.{(heading is null ? "" : $" {heading}")}",
            Png = picture.ToPng(),
            Right = picture.Seconds,
            XLabel = "seconds",
            Marks = [.. s_hertz.SelectMany(hertz => Mark(picture, hertz))],
            Heading = heading,
        };

    private static IEnumerable<(double, string)> Mark(LogMelPicture picture, double hertz) =>
        picture.RelativeRow(hertz) is { } row ? [(row, Label(hertz))] : [];

    private static string Label(double hertz) => hertz < 1000 ? $"{hertz} Hz" : $"{hertz / 1000} kHz";
}
