namespace L2BN.Formats.Tests;

public sealed class AtomicFileTests : TemporaryFolder
{
    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(FilePath, 3, stream => stream.Write("old"u8));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(FilePath, 0, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_full_disk_refuses_before_the_first_byte()
    {
        AtomicFile.Write(FilePath, 3, stream => stream.Write("old"u8));
        bool wrote = false;
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(FilePath, 1L << 60, _ => wrote = true));
        Assert.False(wrote);
        Assert.Equal("old", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_link_is_a_second_name_that_survives_the_first()
    {
        string second = Path.Combine(Folder, "b");
        AtomicFile.Write(FilePath, 0, stream => stream.Write("one"u8));
        AtomicFile.Link(FilePath, second);
        AtomicFile.Link(FilePath, second); // both are names of one file now
        AtomicFile.Write(FilePath, 0, stream => stream.Write("two"u8));
        Assert.Equal("one", File.ReadAllText(second));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void Cleaning_takes_only_what_was_left_behind()
    {
        File.WriteAllText(FilePath, "");
        File.WriteAllText($"{FilePath}.tmp-123-abc", "");
        AtomicFile.Clean(Folder);
        AtomicFile.Clean(Path.Combine(Folder, "missing"));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }
}
