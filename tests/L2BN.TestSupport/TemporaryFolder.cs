namespace L2BN.TestSupport;

/// <summary>A folder that is deleted with the test.</summary>
public class TemporaryFolder : IDisposable
{
    /// <summary>Its absolute path.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-test-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
