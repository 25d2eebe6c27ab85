namespace L2BN.Data.Tests.Audio;

/// <summary>A folder of its own for a test, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("l2bn-audio-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal string PathOf(string name) => Path.Combine(Root, name);

    internal string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));
}
