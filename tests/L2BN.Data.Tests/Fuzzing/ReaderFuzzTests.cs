using System.Buffers.Binary;
using System.Globalization;
using L2BN.Data.Cifar;
using L2BN.Data.Idx;
using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Fuzzing;

/// <summary>
/// Damaged files by the thousand: every reader gives a value or its own exception, within time and memory.
/// A long campaign: <c>L2BN_FUZZ=1000000</c> sets the number of files per reader, <c>L2BN_FUZZ_SEED</c> where it starts.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private static readonly int s_files = Setting("L2BN_FUZZ", 3000), s_seed = Setting("L2BN_FUZZ_SEED", 1);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Idx() =>
        Campaign(
            [
                IdxFiles.Images(3, 5),
                IdxFiles.Labels(1, 2, 3),
                IdxFiles.Gzip(IdxFiles.Images(3, 5)),
                IdxFiles.Gzip(IdxFiles.Labels(1, 2, 3)),
            ],
            (file, i) => IdxReader.Read(new MemoryStream(file), "a", i % 2 == 0 ? 3 : 1, 1 << 20),
            memory: 4 << 20);

    [Fact]
    public void Cifar() => Campaign([IdxFiles.Noise(3073), new byte[6146], new byte[3074]], (file, i) =>
    {
        string path = _folder.Write("batch.bin", file);
        CifarReader.Read(i % 2 == 0 ? CifarFormat.Ten : CifarFormat.Hundred, "a", [path]);
    }, memory: 4 << 20);

    [Fact]
    public void Png() =>
        Campaign(
            [.. Images("*.png"), PngFiles.Noise(9, 9, 1, 3), PngFiles.Noise(5, 7, 16, 6), PngFiles.Interlaced(IdxFiles.Noise(75), 5, 5)],
        (file, i) => ImageDecoder.Decode(new ImageSource("a.png", i % 2 == 0 ? file : FixChecksums(file))), memory: 64 << 20);

    [Fact]
    public void Jpeg() => Campaign(Images("*.jpg"), (file, _) => ImageDecoder.Decode(new ImageSource("a.jpg", file)), memory: 16 << 20);

    [Fact]
    public void Pnm() =>
        Campaign(
            [
                [.. "P6 9 7 255\n"u8, .. IdxFiles.Noise(189)],
                [.. "P5 # comment\n8 8\n65535\n"u8, .. IdxFiles.Noise(128)],
            ],
            (file, _) => ImageDecoder.Decode(new ImageSource("a.ppm", file)),
            memory: 16 << 20);

    private static void Campaign(byte[][] seeds, Action<byte[], int> read, long memory)
    {
        for (int i = 0; i < s_files; i++)
        {
            byte[] file = new Mutator(s_seed + i).Mutate(seeds[i % seeds.Length]);
            try
            {
                Hostile.Refusal(() => read(file, i), memory);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {s_seed + i} of {seeds.Length}, file {Convert.ToHexString(file)}", e);
            }
        }
    }

    private static byte[][] Images(string pattern) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "images"), pattern).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];

    /// <summary>Makes the CRCs right again, so that damage reaches what lies behind them.</summary>
    private static byte[] FixChecksums(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Compute(file.AsSpan(at + 4, (int)length + 4)));
            at += 12 + (int)length;
        }
        return file;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
            : otherwise;
}
