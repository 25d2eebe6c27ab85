using System.Diagnostics;

namespace L2BN.Data.Download;

/// <summary>Ends a try that makes too little progress: a server that sends a byte now and then would keep it going for ever.</summary>
internal sealed class DownloadPace(DownloadOptions options)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _bytes;

    /// <summary>Counts bytes that arrived.</summary>
    /// <exception cref="IOException">Too few arrived in <see cref="DownloadOptions.StallTimeout"/>.</exception>
    internal void Add(int bytes)
    {
        _bytes += bytes;
        if (_clock.Elapsed < options.StallTimeout)
            return;
        if (_bytes < options.LeastRate * _clock.Elapsed.TotalSeconds)
            throw new IOException(
                $"expected at least {options.LeastRate:N0} bytes per second, got {_bytes:N0} in {_clock.Elapsed.TotalSeconds:0.###} s");
        _bytes = 0;
        _clock.Restart();
    }
}
