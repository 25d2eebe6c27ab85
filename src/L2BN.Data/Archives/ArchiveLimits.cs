namespace L2BN.Data;

/// <summary>What an archive may ask for when it is unpacked.</summary>
internal sealed record ArchiveLimits
{
    /// <summary>Bytes of all files together. Default 8 GiB.</summary>
    internal long TotalBytes { get; init; } = 8L << 30;

    /// <summary>Files and folders. Default 200,000; the largest data set in the list has 2,003.</summary>
    internal int Entries { get; init; } = 200_000;

    /// <summary>Bytes written for each byte of the archive, beyond the first mebibyte. Default 100.</summary>
    internal int Ratio { get; init; } = 100;
}
