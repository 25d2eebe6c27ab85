namespace L2BN.Data.Tests;

/// <summary>A folder for one test, deleted on disposal.</summary>
internal sealed class TempFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("l2bn-data-").FullName;

    internal string Path(string name) => System.IO.Path.Combine(Root, name);

    internal string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
