namespace L2BN.Data.Download;

/// <summary>The files of a published data set, and what they must unpack to.</summary>
public sealed record DatasetRelease
{
    /// <summary>The name to get it by.</summary>
    public required string Name { get; init; }

    /// <summary>Other data sets that are read from it.</summary>
    public IReadOnlyList<string> AlsoContains { get; init; } = [];

    /// <summary>The files to fetch.</summary>
    public required IReadOnlyList<RemoteFile> Files { get; init; }

    /// <summary>The folder inside the archives that becomes the data set's folder; null where there is none.</summary>
    public string? InnerFolder { get; init; }

    /// <summary>Files and folders that must exist after unpacking.</summary>
    public required IReadOnlyList<string> Contents { get; init; }

    /// <summary>License and citation, to be shown before the download.</summary>
    public required string License { get; init; }

    /// <summary>The same release with each file fetched from <paramref name="mirror"/> by its name; checksums and limits stay.</summary>
    /// <param name="mirror">An http or https address; files lie directly below it.</param>
    /// <exception cref="ArgumentException">Another kind of address.</exception>
    public DatasetRelease WithMirror(Uri mirror)
    {
        if (!mirror.IsAbsoluteUri || (mirror.Scheme != Uri.UriSchemeHttps && mirror.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException($"Expected a mirror such as https://mirror.example/data, got '{mirror}'.", nameof(mirror));
        string folder = mirror.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return this with
        {
            Files = [.. Files.Select(file => file with { Address = new Uri($"{folder}/{Uri.EscapeDataString(file.Name)}") })],
        };
    }

    /// <summary>Whether all of <see cref="Contents"/> exists in <paramref name="folder"/>; nothing is opened.</summary>
    public bool IsPresentIn(string folder) => Contents.All(name => Path.Exists(Path.Combine(folder, name)));
}

/// <summary>A file of a published data set.</summary>
public sealed record RemoteFile
{
    /// <summary>Its official address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Its name on disk.</summary>
    public required string Name { get; init; }

    /// <summary>The published MD5, 32 lower-case hex digits; null where none is published.</summary>
    public string? Md5 { get; init; }

    /// <summary>Longest accepted file, in bytes.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>True for an archive (tar, tar.gz or zip by its name), which is unpacked.</summary>
    public bool IsArchive { get; init; }
}
