namespace L2BN.Data;

/// <summary>A file of a published data set.</summary>
public sealed record RemoteFile
{
    /// <summary>Its official address.</summary>
    public required Uri Address { get; init; }

    /// <summary>What it is called on disk.</summary>
    public required string Name { get; init; }

    /// <summary>The published MD5, 32 lower-case hex digits; null where none is published.</summary>
    public string? Md5 { get; init; }

    /// <summary>More bytes than this are refused.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>True for an archive (tar, tar.gz or zip by its name), which is unpacked.</summary>
    public bool IsArchive { get; init; }
}
