using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace L2BN.Core.Tests;

public sealed partial class DurableFileTests : TemporaryFolder
{
    private const int Piece = 1 << 20;

    [Fact]
    public void A_disk_that_is_full_only_when_it_is_flushed_refuses_and_keeps_what_was_written_before()
    {
        using ThinDisk disk = Open(mebibytes: 8);
        int number = 0;
        IOException full = Assert.ThrowsAny<IOException>(() =>
        {
            for (; number < 16; number++)
                AtomicFile.Write(Path.Combine(disk.Folder, $"{number}"), Filled(number));
        });
        Assert.Contains($"'{disk.Folder}", full.Message);
        Assert.InRange(number, 2, 8);
        disk.Remount();
        Assert.Equal(
            Enumerable.Range(0, number).Select(i => $"{i}"),
            Directory.GetFiles(disk.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        // All but the last: Linux takes a write that reaches a loop device in part for a whole one.
        Assert.All(Enumerable.Range(0, number - 1), i => Assert.Equal(Filled(i), File.ReadAllBytes(Path.Combine(disk.Folder, $"{i}"))));
    }

    [Fact]
    public void A_line_that_the_disk_does_not_take_is_refused()
    {
        using ThinDisk disk = Open(mebibytes: 2);
        string path = Path.Combine(disk.Folder, "log");
        AtomicFile.Write(path, "");
        IOException full = Assert.ThrowsAny<IOException>(() =>
        {
            for (int i = 0; i < 8; i++)
                DurableFile.Append(path, Filled(i));
        });
        Assert.Contains($"'{path}'", full.Message);
    }

    [Fact]
    public void A_folder_whose_files_the_disk_does_not_take_is_refused()
    {
        using ThinDisk disk = Open(mebibytes: 6);
        string folder = Directory.CreateDirectory(Path.Combine(disk.Folder, "set", "inner")).Parent!.FullName;
        File.WriteAllBytes(Path.Combine(folder, "a"), Filled(1));
        DurableFile.FlushTree(folder);
        for (int i = 0; i < 12; i++)
            File.WriteAllBytes(Path.Combine(folder, "inner", $"{i}"), Filled(i));
        IOException full = Assert.ThrowsAny<IOException>(() => DurableFile.FlushTree(folder));
        Assert.Contains($"'{folder}", full.Message);
    }

    [Fact]
    public void A_flush_that_the_system_refuses_is_an_error_that_names_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Expected Linux, where a file can be opened as a path only, which cannot be flushed.");
        const int PathOnly = 0x200000;
        string path = PathOf("a");
        File.WriteAllText(path, "text");
        using FileStream file = new(OpenFile(path, PathOnly), FileAccess.Read);
        Assert.ThrowsAny<IOException>(() => DurableFile.Flush(file));
    }

    [Fact]
    public void Bytes_are_added_to_the_end()
    {
        string path = PathOf("a");
        Assert.Throws<FileNotFoundException>(() => DurableFile.Append(path, "one "u8));
        File.WriteAllText(path, "one ");
        DurableFile.Append(path, "two"u8);
        Assert.Equal("one two", File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_is_flushed_and_one_that_is_gone_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no flush of folders.");
        DurableFile.FlushFolder(Folder);
        Assert.ThrowsAny<IOException>(() => DurableFile.FlushFolder(PathOf("missing")));
    }

    private static ThinDisk Open(int mebibytes)
    {
        try
        {
            return new ThinDisk(mebibytes);
        }
        catch (InvalidOperationException reason)
        {
            Assert.Skip(reason.Message);
            throw;
        }
    }

    private static byte[] Filled(int value) => [.. Enumerable.Repeat((byte)(value + 1), Piece)];

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
