using System.Text;
using L2BN.Formats.Safetensors;

namespace L2BN.Formats.Tests;

/// <summary>Seeded mutations of valid files: a file is read, or refused with the project's own exception. A failure prints its
/// seed.</summary>
public sealed class FuzzTests : TemporaryFolder
{
    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "0", "-1", "1e9", "18446744073709551615", "9223372036854775807", "null", "\\u0000",
        "\\ud800", "__metadata__", "dtype", "shape", "F64", "\uFEFF",
    ];

    /// <summary>Number of mutated files, 4,000 unless L2BN_FUZZ says otherwise.</summary>
    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("L2BN_FUZZ"), out int count) ? count : 4000;

    [Fact]
    public void A_mutated_file_is_read_or_refused()
    {
        byte[][] valid = [.. Valid()];
        int refused = 0;
        for (int seed = 0; seed < Count; seed++)
        {
            var random = new Random(seed);
            File.WriteAllBytes(PathOf("a.safetensors"), Mutate(valid[random.Next(valid.Length)], random));
            if (!TryRead(seed))
                refused++;
        }

        Assert.InRange(refused, Count / 2, Count - 1); // otherwise the mutations are too mild or too wild to test anything
    }

    private bool TryRead(int seed)
    {
        try
        {
            using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
            foreach (TensorEntry entry in file.Entries)
                file.Read(entry.Name, new byte[entry.Bytes]);
            return true;
        }
        catch (FileFormatException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}", e);
        }
    }

    private IEnumerable<byte[]> Valid()
    {
        TensorData[] tensors =
        [
            new("conv.weight", TensorType.F32, [2, 3], new byte[24]),
            new("n", TensorType.I64, [], new byte[8]),
            new("empty", TensorType.U8, [0], default),
        ];
        foreach ((int count, bool checksum) in new[] { (0, false), (1, false), (3, false), (3, true) })
        {
            SafetensorsWriter.Write(
                PathOf("a.safetensors"),
                tensors[..count],
                new Dictionary<string, string> { ["step"] = "12" },
                checksum);
            yield return File.ReadAllBytes(PathOf("a.safetensors"));
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
            Change(bytes, random.Next(bytes.Count), random);
        // Most changes alter the header's length; without this they would all be refused for it.
        if (random.Next(3) > 0 && bytes.Count >= 8)
            Relength(bytes, bytes.Count - valid.Length);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
            case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)])); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
            default: bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }

    private static void Relength(List<byte> bytes, int difference)
    {
        long length = BitConverter.ToInt64([.. bytes.GetRange(0, 8)]) + difference;
        bytes.RemoveRange(0, 8);
        bytes.InsertRange(0, BitConverter.GetBytes(length));
    }
}
