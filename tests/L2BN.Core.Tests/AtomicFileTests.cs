using System.Diagnostics;
using System.IO.Pipes;

namespace L2BN.Core.Tests;

public sealed class AtomicFileTests : TemporaryFolder
{
    private string FilePath => PathOf("a");

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(FilePath, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(FilePath, 0, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_write_over_a_folder_fails_and_leaves_nothing()
    {
        Directory.CreateDirectory(Path.Combine(FilePath, "inner"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(FilePath, "new"));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_full_disk_refuses_before_the_first_byte()
    {
        AtomicFile.Write(FilePath, "old");
        bool wrote = false;
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(FilePath, 1L << 60, _ => wrote = true));
        Assert.False(wrote);
        Assert.Equal("old", File.ReadAllText(FilePath));
    }

    [Fact]
    public void Racing_writers_leave_one_whole_file()
    {
        if (OperatingSystem.IsWindows())
            return; // where a file that is being read cannot be replaced
        Parallel.For(0, 32, i =>
        {
            AtomicFile.Write(FilePath, Filled((byte)i));
            byte[] seen = File.ReadAllBytes(FilePath);
            Assert.Equal(Filled(seen[0]), seen);
        });
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_hard_link_is_a_second_name_that_survives_the_first()
    {
        string second = PathOf("b");
        AtomicFile.Write(FilePath, "one");
        AtomicFile.Link(FilePath, second);
        AtomicFile.Link(FilePath, second); // both are names of one file now
        AtomicFile.Write(FilePath, "two");
        Assert.Equal("one", File.ReadAllText(second));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void A_hard_link_that_cannot_be_named_leaves_nothing()
    {
        AtomicFile.Write(FilePath, "one");
        string folder = PathOf("b");
        Directory.CreateDirectory(Path.Combine(folder, "inner"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Link(FilePath, folder));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_symbolic_link_stays_and_its_target_is_written(bool exists)
    {
        string target = PathOf("target");
        if (exists)
            File.WriteAllText(target, "old");
        File.CreateSymbolicLink(FilePath, target);
        AtomicFile.Write(FilePath, "new");
        Assert.Equal(target, new FileInfo(FilePath).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Theory]
    [InlineData("/proc/self/fd/")]
    [InlineData("/dev/fd/")]
    public void An_open_file_of_this_process_is_written_where_it_is(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        using AnonymousPipeClientStream pipe = new(PipeDirection.In, writer.ClientSafePipeHandle);
        string link = PathOf("link");
        File.CreateSymbolicLink(link, $"{folder}{writer.SafePipeHandle.DangerousGetHandle()}");
        AtomicFile.Write(link, "text");
        writer.Dispose();
        Assert.Equal("text", new StreamReader(pipe).ReadToEnd());
    }

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        if (OperatingSystem.IsWindows())
            return;
        AtomicFile.Write("/dev/null", "text");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(Directory.GetFiles("/dev", "null.tmp-*"));
        string link = PathOf("link");
        File.CreateSymbolicLink(link, "/dev/null");
        AtomicFile.Write(link, "text");
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public async Task A_pipe_gets_the_content()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var make = Process.Start("mkfifo", [FilePath]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<string> reader = Task.Run(() => File.ReadAllText(FilePath));
        AtomicFile.Write(FilePath, "text");
        Assert.Equal("text", await reader.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Fact]
    public void Cleaning_deletes_only_temporary_files()
    {
        File.WriteAllText(FilePath, "");
        File.WriteAllText($"{FilePath}.tmp-123-{Guid.NewGuid():N}", "");
        string users = PathOf("notes.tmp-1");
        File.WriteAllText(users, "");
        AtomicFile.Clean(Folder);
        AtomicFile.Clean(PathOf("missing"));
        Assert.Equal([FilePath, users], Directory.GetFiles(Folder).Order(StringComparer.Ordinal));
    }

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 100_000)];
}
