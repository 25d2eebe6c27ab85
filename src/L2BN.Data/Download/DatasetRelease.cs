namespace L2BN.Data;

/// <summary>Where a data set comes from, and what must be there once it is unpacked.</summary>
public sealed record DatasetRelease
{
    /// <summary>The name to get it by.</summary>
    public required string Name { get; init; }

    /// <summary>Data sets that are read from it, beside the one of its own name.</summary>
    public IReadOnlyList<string> AlsoContains { get; init; } = [];

    /// <summary>The files to fetch.</summary>
    public required IReadOnlyList<RemoteFile> Files { get; init; }

    /// <summary>The folder inside the archives that becomes the data set's folder; null where there is none.</summary>
    public string? InnerFolder { get; init; }

    /// <summary>Files and folders that must be there at the end.</summary>
    public required IReadOnlyList<string> Contents { get; init; }

    /// <summary>Licence, and whom to cite: to be shown before anything is fetched.</summary>
    public required string Licence { get; init; }

    /// <summary>The same release, each file fetched from <paramref name="mirror"/> by its name; checksums and limits stay.</summary>
    /// <param name="mirror">An http or https address; files lie directly below it.</param>
    /// <exception cref="ArgumentException">Another kind of address.</exception>
    public DatasetRelease WithMirror(Uri mirror)
    {
        if (!mirror.IsAbsoluteUri || (mirror.Scheme != Uri.UriSchemeHttps && mirror.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException($"A mirror is an address such as https://mirror.example/data, came '{mirror}'.", nameof(mirror));
        string folder = mirror.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return this with { Files = [.. Files.Select(file => file with { Address = new Uri($"{folder}/{Uri.EscapeDataString(file.Name)}") })] };
    }

    /// <summary>Whether everything of <see cref="Contents"/> is in <paramref name="folder"/>; nothing is opened.</summary>
    public bool IsPresentIn(string folder) => Contents.All(name => Path.Exists(Path.Combine(folder, name)));
}
