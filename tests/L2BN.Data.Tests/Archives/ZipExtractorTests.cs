using System.IO.Compression;
using System.Text;
using L2BN.Data.Archives;
using L2BN.Data.Tests.Fuzzing;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Archives;

public sealed class ZipExtractorTests : IDisposable
{
    private const int LocalName = 30, CentralName = 46;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(CompressionLevel.NoCompression), InlineData(CompressionLevel.Optimal)]
    public void Unpacks_files_and_folders(CompressionLevel level)
    {
        Extract(Zip(level, ("a/", ""), ("a/b.txt", "one"), ("c/d/e.bin", new string('x', 2000)), ("ä.txt", "umlaut")));
        Assert.Equal(("one", "umlaut"), (Text("a/b.txt"), Text("ä.txt")));
        Assert.Equal(2000, Text("c/d/e.bin").Length);
    }

    [Fact]
    public void Unpacks_what_was_written_without_seeking()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(new Unseekable(file), ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("a").Open()))
            writer.Write("streamed");
        Extract(file.ToArray());
        Assert.Equal("streamed", Text("a"));
    }

    [Theory, InlineData("../x"), InlineData("/x"), InlineData("a/../../x"), InlineData("..\\x"), InlineData("C:\\x"),
        InlineData("x:stream"), InlineData("."), InlineData("nul"), InlineData("a\0b")]
    [InlineData("/")]
    public void Names_that_lead_elsewhere_are_refused(string name) => RefusedAndClean(Zip(CompressionLevel.Optimal, (name, "x")));

    [Theory]
    [InlineData("name twice", "twice")]
    [InlineData("file, then file below it", "cannot be written")]
    [InlineData("other name before the content", "local header that differs")]
    [InlineData("other length before the content", "local header that differs")]
    [InlineData("encrypted", "is encrypted")]
    [InlineData("method 12", "packed by method 12")]
    [InlineData("claims 10 bytes, has 2000", "more than the 10 bytes")]
    [InlineData("claims 9999 bytes, has 2000", "not the 9,999 it claims")]
    [InlineData("wrong CRC", "CRC")]
    [InlineData("stored in another length", "local header that differs")]
    [InlineData("symlink", "a link or a special file")]
    [InlineData("zip64 length", "zip64")]
    [InlineData("65,535 entries", "zip64")]
    [InlineData("entries share bytes", "shares bytes")]
    [InlineData("one entry more than there are", "claims 3 entries, its directory has 2")]
    [InlineData("directory elsewhere", "not where it should be")]
    [InlineData("appended to a picture", "not where it should be")]
    [InlineData("something appended", "no directory at the end")]
    [InlineData("cut", "no directory at the end")]
    [InlineData("empty", "empty file")]
    [InlineData("local header beyond the file", "cannot be read")]
    [InlineData("damaged content", "")]
    public void Refuses(string what, string because)
    {
        byte[] good = Zip(CompressionLevel.Optimal, ("a", new string('x', 2000)), ("b", "second"));
        int directory = good.AsSpan().IndexOf("PK\x1\x2"u8), end = good.Length - 22, second = directory + CentralName + 1;
        byte[] file = what switch
        {
            "name twice" => Zip(CompressionLevel.Optimal, ("a", "1"), ("A", "2")),
            "file, then file below it" => Zip(CompressionLevel.Optimal, ("a", "1"), ("a/b", "2")),
            "other name before the content" => Set(good, LocalName, (byte)'z'),
            "other length before the content" => Set(good, 22, 1),
            "encrypted" => Set(Set(good, directory + 8, 1), 6, 1),
            "method 12" => Set(good, directory + 10, 12),
            "claims 10 bytes, has 2000" => Set(Set(good, directory + 24, 10, 0), 22, 10, 0),
            "claims 9999 bytes, has 2000" => Set(Set(good, directory + 24, 0x0F, 0x27), 22, 0x0F, 0x27),
            "wrong CRC" => Set(Set(good, directory + 16, 1, 2, 3, 4), 14, 1, 2, 3, 4),
            "stored in another length" => Set(good, 8, 0),
            "symlink" => Set(good, directory + 40, 0xFF, 0xA1),
            "zip64 length" => Set(good, directory + 24, 255, 255, 255, 255),
            "65,535 entries" => Set(good, end + 10, 255, 255),
            "entries share bytes" => Set(good, second + 42, 0, 0, 0, 0),
            "one entry more than there are" => Set(good, end + 10, 3),
            "directory elsewhere" => Set(good, end + 16, 0, 0),
            "appended to a picture" => [.. PngFiles.Noise(9, 9), .. good],
            "something appended" => [.. good, 1, 2, 3],
            "cut" => good[..^30],
            "empty" => [],
            "local header beyond the file" => Set(good, second + 42, 255, 255, 255, 0),
            "damaged content" => Set(good, LocalName + 3, 0xFF, 0xFF, 0xFF),
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, RefusedAndClean(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_stopped_at_a_hundred_times_its_size() =>
        Assert.Contains("exceeds", RefusedAndClean(Zip(CompressionLevel.Optimal, ("a", new string('0', 64 << 20)))),
            StringComparison.Ordinal);

    [Fact]
    public void Entries_are_limited()
    {
        string path = _folder.Write("archive", Zip(CompressionLevel.Optimal, [.. Enumerable.Range(0, 9).Select(i => ($"f{i}", ""))]));
        Assert.Contains("at most 5 entries",
            Hostile.Refused(() => ZipExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits { Entries = 5 })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_never_gives_another_exception_nor_a_file_outside()
    {
        byte[] good = Zip(CompressionLevel.Optimal, ("a/b", new string('x', 300)), ("c", "second"));
        for (int i = 0; i < 2000; i++)
        {
            string path = _folder.Write("archive", new Mutator(i).Mutate(good));
            if (new FileInfo(path).Length == 0)
                continue;
            if (Directory.Exists(_folder.Path("out")))
                Directory.Delete(_folder.Path("out"), recursive: true);
            Hostile.Refusal(() => ZipExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits()), memory: 8 << 20);
            Assert.Equal(["archive", "out"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
        }
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, string content) in entries)
            {
                using Stream stream = zip.CreateEntry(name, level).Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        return file.ToArray();
    }

    private static byte[] Set(byte[] file, int at, params byte[] values)
    {
        byte[] changed = [.. file];
        values.CopyTo(changed, at);
        return changed;
    }

    private string RefusedAndClean(byte[] archive)
    {
        string path = _folder.Write("archive", archive);
        string message = Hostile.Refused(() => ZipExtractor.Extract(path, _folder.Path("out"), new ArchiveLimits()));
        Assert.Equal(["archive", "out"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
        return message;
    }

    private void Extract(byte[] archive) =>
        ZipExtractor.Extract(_folder.Write("archive", archive), _folder.Path("out"), new ArchiveLimits());

    private string Text(string name) => File.ReadAllText(_folder.Path($"out/{name}"));

    private sealed class Unseekable(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
