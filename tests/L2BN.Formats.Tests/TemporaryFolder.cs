namespace L2BN.Formats.Tests;

/// <summary>A folder for one test, deleted after it.</summary>
public abstract class TemporaryFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-formats-").FullName;

    protected string FilePath => Path.Combine(Folder, "a.safetensors");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
