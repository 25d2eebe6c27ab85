using L2BN.Data;

namespace L2BN.Lab.Data;

/// <summary>A download where there is no terminal: a line where a file begins, at every tenth of it (every 64 MB where its length is not known),
/// and where it is unpacked.</summary>
internal sealed class DownloadLines(TextWriter output) : IProgress<DownloadProgress>
{
    private const long UnknownStep = 64_000_000;
    private string _file = "";
    private long _next;

    public void Report(DownloadProgress value)
    {
        if (value.Unpacking)
        {
            output.WriteLine($"{value.File}: unpacking");
            return;
        }

        if (value.File != _file) (_file, _next) = (value.File, 0);
        if (value.Done < _next && value.Done != value.Total) return;
        output.WriteLine(Line(value));
        _next = value.Done == value.Total ? long.MaxValue : value.Done + Math.Max(1, value.Total / 10 ?? UnknownStep);
    }

    private static string Line(DownloadProgress value) => value.Total is { } total
        ? $"{value.File}: {value.Done / 1e6:F1} of {total / 1e6:F1} MB"
        : $"{value.File}: {value.Done / 1e6:F1} MB";
}
