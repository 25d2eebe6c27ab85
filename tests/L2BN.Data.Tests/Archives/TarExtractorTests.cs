using System.Text;
using L2BN.Data.Archives;
using L2BN.Data.Tests.Fuzzing;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Archives;

public sealed class TarExtractorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void Unpacks_files_and_folders(bool packed)
    {
        byte[] tar = TarFiles.Archive(TarFiles.Folder("a/"), TarFiles.File("a/b.txt", "one"),
            TarFiles.File("c/d/e.bin", new string('x', 2000)), TarFiles.Folder("empty"));
        Extract(packed ? IdxFiles.Gzip(tar) : tar);
        Assert.Equal("one", Text("a/b.txt"));
        Assert.Equal(2000, Text("c/d/e.bin").Length);
        Assert.True(Directory.Exists(_folder.Path("out/empty")));
    }

    [Fact]
    public void Long_names_come_from_pax_and_gnu_records()
    {
        string name = string.Join('/', Enumerable.Repeat("folder-with-a-long-name", 8)) + "/file";
        Extract(TarFiles.Archive(TarFiles.Pax("path", name), TarFiles.File("short", "pax"),
            TarFiles.Entry("././@LongLink", 'L', Encoding.UTF8.GetBytes(name + "2\0")), TarFiles.File("short", "gnu"),
            TarFiles.Entry("global", 'g', "17 comment=hello\n"u8.ToArray()), TarFiles.File("short", "own")));
        Assert.Equal(("pax", "gnu", "own"), (Text(name), Text(name + "2"), Text("short")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("..\\x")]
    [InlineData("C:\\x")]
    [InlineData("C:x")]
    [InlineData("\\\\?\\x")]
    [InlineData("x:stream")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./x")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("a/.")]
    [InlineData("nul")]
    [InlineData("a/COM1.txt")]
    [InlineData("trailing.")]
    [InlineData("trailing ")]
    [InlineData("bell\a")]
    [InlineData("new\nline")]
    public void Names_that_lead_elsewhere_are_refused(string name)
    {
        byte[][] archives = [TarFiles.Archive(TarFiles.File(name)), TarFiles.Archive(TarFiles.Folder(name)),
            TarFiles.Archive(TarFiles.Pax("path", name), TarFiles.File("innocent"))];
        foreach (byte[] archive in archives)
            RefusedAndClean(archive);
    }

    [Theory]
    [InlineData("symlink", "got 'l' of type '2'")]
    [InlineData("symlink, then a file through it", "got 'l' of type '2'")]
    [InlineData("hard link", "got 'l' of type '1'")]
    [InlineData("device", "got 'l' of type '3'")]
    [InlineData("pipe", "got 'l' of type '6'")]
    [InlineData("sparse", "got 'l' of type 'S'")]
    [InlineData("sparse in pax", "changes the size")]
    [InlineData("size in pax", "changes the size")]
    [InlineData("name twice", "twice")]
    [InlineData("name twice but for capitals", "twice")]
    [InlineData("file, then folder of that name", "cannot be written")]
    [InlineData("file, then file below it", "cannot be written")]
    [InlineData("folder, then file of that name", "cannot be written")]
    [InlineData("negative size", "checksum and size")]
    [InlineData("size of 1 TiB", "exceeds")]
    [InlineData("size beyond the archive", "bytes, not the")]
    [InlineData("record of 1 GiB", "at most 65,536 bytes")]
    [InlineData("damaged pax", "pax record is damaged")]
    [InlineData("wrong checksum", "checksum and size")]
    [InlineData("cut in a header", "cut short")]
    [InlineData("appended to a picture", "checksum and size")]
    [InlineData("part of 300 bytes", "more than 255 bytes")]
    public void Refuses(string what, string because)
    {
        byte[] file = TarFiles.File("a");
        byte[] archive = what switch
        {
            "symlink" => TarFiles.Archive(TarFiles.Link("l", "/etc/passwd", '2')),
            "symlink, then a file through it" => TarFiles.Archive(TarFiles.Link("l", "..", '2'), TarFiles.File("l/x")),
            "hard link" => TarFiles.Archive(TarFiles.Link("l", "/etc/passwd", '1')),
            "device" => TarFiles.Archive(TarFiles.Link("l", "", '3')),
            "pipe" => TarFiles.Archive(TarFiles.Link("l", "", '6')),
            "sparse" => TarFiles.Archive(TarFiles.Entry("l", 'S', [], size: "20000000000\0")),
            "sparse in pax" => TarFiles.Archive(TarFiles.Pax("GNU.sparse.size", "1099511627776"), file),
            "size in pax" => TarFiles.Archive(TarFiles.Pax("size", "1099511627776"), file),
            "name twice" => TarFiles.Archive(file, file),
            "name twice but for capitals" => TarFiles.Archive(file, TarFiles.File("A")),
            "file, then folder of that name" => TarFiles.Archive(file, TarFiles.Folder("a")),
            "file, then file below it" => TarFiles.Archive(file, TarFiles.File("a/b")),
            "folder, then file of that name" => TarFiles.Archive(TarFiles.Folder("a"), file),
            "negative size" => TarFiles.Archive(TarFiles.Entry("a", '0', [],
                size: "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")),
            "size of 1 TiB" => TarFiles.Archive(TarFiles.Entry("a", '0', [], size: "\u0080\0\0\0\0\0\u0001\0\0\0\0\0")),
            "size beyond the archive" => TarFiles.Archive(TarFiles.Entry("a", '0', [1], size: "00000100000\0")),
            "record of 1 GiB" => TarFiles.Archive(TarFiles.Entry("a", 'L', [], size: "10000000000\0")),
            "damaged pax" => TarFiles.Archive(TarFiles.Entry("pax", 'x', "999 path=x\n"u8.ToArray()), file),
            "wrong checksum" => TarFiles.Archive([.. file[..150], (byte)'7', .. file[151..]]),
            "cut in a header" => file[..300],
            "appended to a picture" => [.. PngFiles.Noise(30, 30), .. TarFiles.Archive(file)],
            "part of 300 bytes" => TarFiles.Archive(TarFiles.Pax("path", new string('x', 300)), file),
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, RefusedAndClean(archive), StringComparison.Ordinal);
    }

    /// <summary>1 GiB of zeros in a mebibyte, as a file, as records and after the end.</summary>
    [Fact]
    public void Bombs_are_stopped_at_a_hundred_times_their_size()
    {
        byte[] file = TarFiles.Entry("a", '0', [], size: "00400000000\0"), many = new byte[64 << 20];
        RefusedAndClean(IdxFiles.Gzip([.. file, .. many]));
        RefusedAndClean(IdxFiles.Gzip([.. TarFiles.File("a"), .. many]));
        byte[] record = TarFiles.Entry("g", 'g', new byte[60_000]);
        RefusedAndClean(IdxFiles.Gzip([.. Enumerable.Repeat(record, 500).SelectMany(r => r)]));
        Assert.InRange(new DirectoryInfo(_folder.Root).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length), 0, 32 << 20);
    }

    [Fact]
    public void Entries_are_limited()
    {
        string path = Write(TarFiles.Archive(Enumerable.Range(0, 9).Select(i => TarFiles.Folder($"f{i}"))));
        string message = Hostile.Refused(() => TarExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits { Entries = 5 }));
        Assert.Contains("at most 5 entries", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_the_packing_is_found()
    {
        byte[] packed = IdxFiles.Gzip(TarFiles.Archive(TarFiles.File("a", "content of the file")));
        Assert.Contains("CRC", RefusedAndClean([.. packed[..^5], (byte)~packed[^5], .. packed[^4..]]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_never_gives_another_exception_nor_a_file_outside()
    {
        byte[] good = TarFiles.Archive(TarFiles.Folder("a"), TarFiles.File("a/b"), TarFiles.Pax("path", "c"), TarFiles.File("d"));
        byte[][] seeds = [good, IdxFiles.Gzip(good)];
        for (int i = 0; i < 2000; i++)
        {
            string path = Write(new Mutator(i).Mutate(seeds[i % 2]));
            if (Directory.Exists(_folder.Path("out")))
                Directory.Delete(_folder.Path("out"), recursive: true);
            if (new FileInfo(path).Length > 0)
                Hostile.Refusal(() => TarExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits()), memory: 8 << 20);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Except(["archive", "out"]));
        }
    }

    [Fact]
    public void An_existing_folder_is_not_touched()
    {
        _folder.Write("out/mine", "x"u8);
        Assert.Contains(
            "got an existing one",
            Hostile.Refused(() => Extract(TarFiles.Archive(TarFiles.File("mine")))),
            StringComparison.Ordinal);
        Assert.Equal("x", Text("mine"));
    }

    private string RefusedAndClean(byte[] archive)
    {
        string path = Write(archive);
        if (Directory.Exists(_folder.Path("out")))
            Directory.Delete(_folder.Path("out"), recursive: true);
        string message = Hostile.Refused(() => TarExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits()));
        Assert.Equal(["archive", "out"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
        return message;
    }

    private void Extract(byte[] archive) => TarExtractor.Extract(Write(archive), _folder.Path("out"), new ArchiveLimits());

    private string Write(byte[] archive) => _folder.Write("archive", archive);

    private string Text(string name) => File.ReadAllText(_folder.Path($"out/{name}"));
}
