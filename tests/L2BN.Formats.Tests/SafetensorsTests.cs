using System.Text;
using CsCheck;
using L2BN.Formats.Safetensors;

namespace L2BN.Formats.Tests;

public sealed class SafetensorsTests : TemporaryFolder
{
    private static readonly Gen<TensorData> s_tensor = Gen.Select(Gen.Enum<TensorType>(), Gen.Long[0, 3].Array[0, 4], Gen.Int)
        .Select(
            (type, shape, seed) =>
            {
                byte[] data = new byte[shape.Aggregate((long)type.ByteCount(), (a, b) => a * b)];
                new Random(seed).NextBytes(data);
                return new TensorData("", type, shape, data);
            });

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(s_tensor.Array[0, 6], Gen.String.Array[0, 3], Gen.Bool).Sample((tensors, texts, checksum) =>
        {
            TensorData[] named = [.. tensors.Select((tensor, i) => tensor with { Name = $"t{i}.weight" })];
            var metadata = texts.Select(Clean).Distinct().ToDictionary(text => "k" + text, text => text);
            SafetensorsWriter.Write(PathOf("a.safetensors"), named, metadata, checksum);
            using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
            Assert.Equal(named.Select(t => t.Name).Order(), file.Entries.Select(e => e.Name).Order());
            Assert.All(named, tensor => Check(file, tensor));
            Assert.All(metadata, pair => Assert.Equal(pair.Value, file.Metadata[pair.Key]));
            if (checksum)
                file.Verify();
        }, iter: 300, threads: 1);

    [Fact]
    public void Equal_content_gives_equal_bytes_with_aligned_tensors()
    {
        TensorData[] tensors =
        [
            new("b", TensorType.U8, [3], new byte[3]),
            new("a", TensorType.F64, [2], new byte[16]),
            new("c", TensorType.F32, [], new byte[4]),
        ];
        SafetensorsWriter.Write(PathOf("a.safetensors"), tensors, checksum: true);
        byte[] first = File.ReadAllBytes(PathOf("a.safetensors"));
        SafetensorsWriter.Write(PathOf("a.safetensors"), tensors, checksum: true);
        Assert.Equal(first, File.ReadAllBytes(PathOf("a.safetensors")));
        using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
        long start = first.Length - 23;
        Assert.All(file.Entries, entry => Assert.Equal(0, (start + entry.Begin) % entry.Type.ByteCount()));
        Assert.Equal([PathOf("a.safetensors")], Directory.GetFiles(Folder));
    }

    /// <summary>The bytes that the format's reference implementation writes for one float32 tensor of ones.</summary>
    [Fact]
    public void Reads_a_file_of_another_writer()
    {
        string header = "{\"ones\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}      ";
        byte[] bytes = RawFile.Of(header, 8);
        BitConverter.GetBytes(1f).CopyTo(bytes, bytes.Length - 8);
        File.WriteAllBytes(PathOf("a.safetensors"), bytes);
        using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
        byte[] data = new byte[8];
        file.Read("ones", data);
        Assert.Equal(1f, BitConverter.ToSingle(data));
        Assert.Equal(
            "expected a tensor called 'twos', got none",
            Assert.Throws<FileFormatException>(() => file.Read("twos", data)).Problem);
        Assert.Throws<ArgumentException>(() => file.Read("ones", new byte[7]));
    }

    [Theory]
    [InlineData("C64", 8)]
    [InlineData("F8_E8M0", 1)]
    [InlineData("F8_E4M3FNUZ", 1)]
    [InlineData("F8_E5M2FNUZ", 1)]
    public void Reads_every_type_of_whole_bytes(string name, int bytes)
    {
        File.WriteAllBytes(PathOf("a.safetensors"), RawFile.Of($"{{\"a\":{RawFile.Entry(name, "[3]", $"[0,{3 * bytes}]")}}}", 3 * bytes));
        using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
        Assert.Equal((name, bytes), (file.Entries[0].Type.ToString(), file.Entries[0].Type.ByteCount()));
    }

    [Fact]
    public void An_undefined_type_has_no_size() => Assert.Throws<ArgumentOutOfRangeException>(() => ((TensorType)99).ByteCount());

    [Fact]
    public void The_writer_refuses_what_readers_would_refuse()
    {
        TensorData good = new("a", TensorType.F32, [1], new byte[4]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good, good]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good with { Shape = [2] }]));
        Assert.Throws<ArgumentException>(() =>
            SafetensorsWriter.Write(PathOf("a.safetensors"), [good], new Dictionary<string, string> { ["sha256"] = "" }, checksum: true));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good with { Type = (TensorType)99 }]));
        foreach (string text in new[] { "\uD800", "a\uDC00", "\uDC00\uD800", "\uD83D\uDE00\uD83D" })
        {
            Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good with { Name = text }]));
            Assert.Throws<ArgumentException>(() =>
                SafetensorsWriter.Write(PathOf("a.safetensors"), [good], new Dictionary<string, string> { [text] = "" }));
            Assert.Throws<ArgumentException>(() =>
                SafetensorsWriter.Write(PathOf("a.safetensors"), [good], new Dictionary<string, string> { [""] = text }));
        }

        var large = new Dictionary<string, string> { ["text"] = new string('x', 100_000_000) };
        Assert.Contains(
            "at most 100000000 bytes",
            Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(PathOf("a.safetensors"), [good], large)).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_checksum_detects_every_flipped_bit_and_every_cut()
    {
        byte[] data = new byte[64];
        new Random(1).NextBytes(data);
        SafetensorsWriter.Write(
            PathOf("a.safetensors"),
            [new("w", TensorType.F32, [16], data)],
            new Dictionary<string, string> { ["epoch"] = "3" },
            checksum: true);
        byte[] good = File.ReadAllBytes(PathOf("a.safetensors"));
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertDamaged(bad);
        }

        for (int length = 0; length < good.Length; length++)
            AssertDamaged(good[..length]);
        AssertDamaged([.. good, 0]);
    }

    [Fact]
    public void A_file_without_a_checksum_is_refused()
    {
        SafetensorsWriter.Write(PathOf("a.safetensors"), []);
        Assert.Throws<FileFormatException>(() => Verify(PathOf("a.safetensors")));
        Assert.Throws<FileFormatException>(() => Verify(Path.Combine(Folder, "missing")));
    }

    private void AssertDamaged(byte[] bytes)
    {
        File.WriteAllBytes(PathOf("a.safetensors"), bytes);
        FileFormatException damage = Assert.Throws<FileFormatException>(() => Verify(PathOf("a.safetensors")));
        Assert.False(damage.IsUnreadable);
    }

    private static void Verify(string path)
    {
        using var file = SafetensorsFile.Open(path);
        file.Verify();
    }

    // The writer refuses unpaired surrogates; this replaces them.
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void Check(SafetensorsFile file, TensorData tensor)
    {
        TensorEntry entry = file.Entry(tensor.Name);
        Assert.Equal((tensor.Type, tensor.Data.Length), (entry.Type, (int)entry.Bytes));
        Assert.Equal(tensor.Shape, entry.Shape);
        byte[] data = new byte[entry.Bytes];
        file.Read(tensor.Name, data);
        Assert.Equal(tensor.Data.ToArray(), data);
    }
}
