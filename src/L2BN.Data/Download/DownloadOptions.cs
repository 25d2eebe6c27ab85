namespace L2BN.Data.Download;

/// <summary>Retries and timeouts of a download.</summary>
public sealed record DownloadOptions
{
    /// <summary>Times a file is tried before giving up, at least 1; every try resumes the one before. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Time without a byte after which a try is given up. Default 30 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes per second, over <see cref="StallTimeout"/>, below which a try is given up, ≥ 0. Default 1,024.</summary>
    public int LeastRate { get; init; } = 1024;

    /// <summary>Wait before the second try; it doubles from try to try. Default 1 s.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Redirections followed, never from https to http. Default 5.</summary>
    public int Redirects { get; init; } = 5;
}

/// <summary>How far a download is.</summary>
/// <param name="File">Its name.</param>
/// <param name="Done">Bytes on disk.</param>
/// <param name="Total">Bytes it will have; null where the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Done, long? Total)
{
    /// <summary>True once the file is complete and is being unpacked or copied; <c>Done</c> is then 0.</summary>
    public bool Unpacking { get; init; }
}
