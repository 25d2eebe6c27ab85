namespace L2BN.Data;

/// <summary>Where a data set comes from, and what must be there once it is unpacked.</summary>
public sealed record DatasetRelease
{
    /// <summary>The name to get it by.</summary>
    public required string Name { get; init; }

    /// <summary>The files to fetch.</summary>
    public required IReadOnlyList<RemoteFile> Files { get; init; }

    /// <summary>The folder inside the archive that becomes the data set's folder; null where there is none.</summary>
    public string? InnerFolder { get; init; }

    /// <summary>Files and folders that must be there at the end.</summary>
    public required IReadOnlyList<string> Contents { get; init; }

    /// <summary>Licence, and whom to cite: to be shown before anything is fetched.</summary>
    public required string Licence { get; init; }
}
