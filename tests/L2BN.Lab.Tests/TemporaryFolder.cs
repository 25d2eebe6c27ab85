namespace L2BN.Lab.Tests;

/// <summary>A folder that goes with the test.</summary>
public abstract class TemporaryFolder : IDisposable
{
    /// <summary>Its path.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-lab-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
