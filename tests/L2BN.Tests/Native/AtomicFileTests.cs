using L2BN.Native;

namespace L2BN.Tests.Native;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-test-").FullName;

    [Fact]
    public void Racing_writers_leave_one_whole_file()
    {
        if (OperatingSystem.IsWindows()) return; // where a file that is being read cannot be replaced
        string path = Path.Combine(_folder, "file");
        Parallel.For(0, 32, i =>
        {
            AtomicFile.Write(path, Filled((byte)i));
            byte[] seen = File.ReadAllBytes(path);
            Assert.Equal(Filled(seen[0]), seen);
        });
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_failed_write_leaves_nothing()
    {
        string path = Path.Combine(_folder, "folder");
        Directory.CreateDirectory(Path.Combine(path, "inner"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(path, Filled(1)));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 100_000)];
}
