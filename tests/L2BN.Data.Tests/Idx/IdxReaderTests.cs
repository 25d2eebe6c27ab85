using CsCheck;
using L2BN.Data.Idx;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Idx;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void Reads_plain_and_gzip_alike(bool packed)
    {
        byte[] file = IdxFiles.Make(8, [3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        IdxArray array = Read(packed ? IdxFiles.Gzip(file) : file, 3);
        Assert.Equal([3, 2, 2], array.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], array.Values);
    }

    [Fact]
    public void Reads_what_the_writer_wrote() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((count, height, width) =>
        {
            var array = new IdxArray([count, height, width], IdxFiles.Noise(count * height * width));
            IdxWriter.Write(_folder.Path("written.gz"), array);
            Assert.Equal(array.Values, IdxReader.Read(_folder.Path("written.gz"), 3).Values);
        }, iter: 20, threads: 1);

    [Theory]
    [InlineData("empty", "empty file")]
    [InlineData("one byte", "the file ends after 1")]
    [InlineData("magic 00 01", "two zero bytes")]
    [InlineData("type 00", "0x00 (not an IDX type)")]
    [InlineData("type 0A", "0x0A (not an IDX type)")]
    [InlineData("type 0D", "0x0D (float32)")]
    [InlineData("type 0F", "0x0F (not an IDX type)")]
    [InlineData("rank 0", "got rank 0")]
    [InlineData("rank 255", "got rank 255")]
    [InlineData("labels for images", "expected rank 3 (images), got rank 1 (labels)")]
    [InlineData("size 0", "got 0")]
    [InlineData("size -1", "got -1")]
    [InlineData("size 2^31-1", "expected at most")]
    [InlineData("wraps in 64 bits", "65536×65536×65536")]
    [InlineData("wraps in 32 bits", "46341×46341×1")]
    [InlineData("one byte short", "the content has 27")]
    [InlineData("one byte extra", "the content has 29")]
    [InlineData("sizes cut", "the file ends after 6")]
    [InlineData("little-endian", "little-endian")]
    public void Refuses(string what, string because)
    {
        byte[] good = IdxFiles.Make(8, [3, 2, 2], IdxFiles.Noise(12));
        byte[] file = what switch
        {
            "empty" => [],
            "one byte" => [0],
            "magic 00 01" => [0, 1, .. good[2..]],
            "type 00" or "type 0A" or "type 0D" or "type 0F" => [0, 0, Convert.FromHexString(what[5..])[0], .. good[3..]],
            "rank 0" => [0, 0, 8, 0, 1],
            "rank 255" => [0, 0, 8, 255, .. new byte[1020]],
            "labels for images" => IdxFiles.Labels(1, 2, 3),
            "size 0" => IdxFiles.Make(8, [0, 2, 2], []),
            "size -1" => IdxFiles.Make(8, [-1, 2, 2], [1]),
            "size 2^31-1" => IdxFiles.Make(8, [int.MaxValue, 2, 2], [1]),
            "wraps in 64 bits" => IdxFiles.Make(8, [65536, 65536, 65536], [1]),
            "wraps in 32 bits" => IdxFiles.Make(8, [46341, 46341, 1], [1]),
            "one byte short" => good[..^1],
            "one byte extra" => [.. good, 0],
            "sizes cut" => good[..10],
            "little-endian" => [.. good[..4], 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, .. good[16..]],
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, Hostile.Refused(() => Read(file, 3)), StringComparison.Ordinal);
        if (file.Length > 0)
            Hostile.Refused(() => Read(IdxFiles.Gzip(file), 3));
    }

    [Theory]
    [InlineData("bad CRC", "CRC")]
    [InlineData("trailer cut", "cut short")]
    [InlineData("trailer missing", "cut short")]
    [InlineData("half", "")]
    [InlineData("two members", "appended")]
    [InlineData("bytes after the end", "")]
    [InlineData("only the magic", "too short")]
    [InlineData("header without end", "name or comment")]
    [InlineData("unknown method", "method 7")]
    [InlineData("damaged", "")]
    [InlineData("length wraps", "content has")]
    public void Refuses_gzip(string what, string because)
    {
        byte[] good = IdxFiles.Gzip(IdxFiles.Images(20));
        byte[] file = what switch
        {
            "bad CRC" => [.. good[..^5], (byte)(good[^5] ^ 1), .. good[^4..]],
            "trailer cut" => good[..^3],
            "trailer missing" => good[..^8],
            "half" => good[..(good.Length / 2)],
            "two members" => [.. good, .. good],
            "bytes after the end" => [.. good, 1, 2, 3],
            "only the magic" => good[..2],
            "header without end" => [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'a', 100_000)],
            "unknown method" => [0x1f, 0x8b, 7, .. good[3..]],
            "damaged" => [.. good[..200], (byte)~good[200], .. good[201..]],
            "length wraps" => [.. good[..^4], 0xff, 0xff, 0xff, 0xff],
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, Hostile.Refused(() => Read(file, 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_cut_of_a_gzip_file()
    {
        byte[] good = IdxFiles.Gzip(IdxFiles.Labels([.. Enumerable.Range(0, 300).Select(i => (byte)(i % 10))]));
        for (int length = 1; length < good.Length; length++)
            Hostile.Refused(() => Read(good[..length], 1));
    }

    [Fact]
    public void A_gzip_bomb_is_refused_by_its_header()
    {
        byte[] bomb = IdxFiles.Gzip(new byte[1 << 28]);
        Assert.Contains("not an IDX type", Hostile.Refused(() => Read(bomb, 3), memory: 4 << 20), StringComparison.Ordinal);
    }

    /// <summary>A header may not make the reader allocate what the file can never hold.</summary>
    [Fact]
    public void A_wrong_length_allocates_nothing()
    {
        byte[] file = IdxFiles.Gzip(IdxFiles.Make(8, [1000, 1000, 900], new byte[1000]));
        byte[] trailer = BitConverter.GetBytes(16 + 900_000_000);
        byte[] lie = [.. file[..^4], .. trailer];
        Assert.Contains("packed bytes can contain", Hostile.Refused(() => Read(lie, 3), memory: 4 << 20), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_enforced() =>
        Assert.Contains(
            "expected at most 100 bytes",
            Hostile.Refused(() => IdxReader.Read(_folder.Write("a", IdxFiles.Images(1)), 3, limit: 100)),
            StringComparison.Ordinal);

    [Fact]
    public void Refusals_name_file_and_offset()
    {
        DataException e = Assert.Throws<DataException>(() => Read([0, 0, 13, 1, 0, 0, 0, 1, 5], 1));
        Assert.Equal((_folder.Path("file"), 2L), (e.File, e.Offset));
        Assert.StartsWith($"{_folder.Path("file")}, byte 2: expected IDX type 0x08 (unsigned byte), got 0x0D (float32); ", e.Message,
            StringComparison.Ordinal);
    }

    private IdxArray Read(byte[] file, int rank) => IdxReader.Read(_folder.Write("file", file), rank);
}
