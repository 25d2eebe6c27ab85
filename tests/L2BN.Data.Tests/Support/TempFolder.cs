namespace L2BN.Data.Tests.Support;

/// <summary>A folder for one test, deleted on disposal, with files written by relative name.</summary>
internal sealed class TempFolder : TemporaryFolder
{
    internal string Root => Folder;

    internal string Path(string name) => PathOf(name);

    internal string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
