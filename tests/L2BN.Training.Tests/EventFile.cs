using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using L2BN.Scalars;

namespace L2BN.Training.Tests;

/// <summary>Reads TensorBoard's event files by their definition: TFRecords (length, checksum, bytes, checksum) of Event messages.</summary>
internal static class EventFile
{
    private const int LengthBytes = 8, SumBytes = 4;

    public static IReadOnlyList<LoggedScalar> Read(string path)
    {
        List<LoggedScalar> scalars = [];
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (!rest.IsEmpty)
            scalars.AddRange(Scalars(NextRecord(ref rest)));
        return scalars;
    }

    private static byte[] NextRecord(ref ReadOnlySpan<byte> rest)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
        CheckSum(rest[..LengthBytes], rest[LengthBytes..]);
        ReadOnlySpan<byte> content = rest.Slice(LengthBytes + SumBytes, length);
        CheckSum(content, rest[(LengthBytes + SumBytes + length)..]);
        byte[] record = content.ToArray();
        rest = rest[(LengthBytes + SumBytes + length + SumBytes)..];
        return record;
    }

    // CRC-32C, rotated and shifted, as tensorflow/core/lib/hash/crc32c.h masks it.
    private static void CheckSum(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> expected)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(expected), BitOperations.RotateRight(~crc, 15) + 0xa282ead8u);
    }

    // Event: 1 wall_time, 2 step, 5 summary; Summary: 1 value, repeated; Value: 1 tag, 2 simple_value.
    private static IEnumerable<LoggedScalar> Scalars(byte[] record)
    {
        IReadOnlyList<ProtoField> fields = ProtoField.Read(record);
        double time = BitConverter.Int64BitsToDouble((long)fields.Single(field => field.Number == 1).Value);
        long step = (long)fields.SingleOrDefault(field => field.Number == 2).Value;
        foreach (ProtoField summary in fields.Where(field => field.Number == 5))
        {
            foreach (ProtoField value in ProtoField.Read(summary.Bytes!).Where(field => field.Number == 1))
            {
                IReadOnlyList<ProtoField> parts = ProtoField.Read(value.Bytes!);
                string tag = Encoding.UTF8.GetString(parts.Single(part => part.Number == 1).Bytes!);
                float scalar = BitConverter.UInt32BitsToSingle((uint)parts.SingleOrDefault(part => part.Number == 2).Value);
                yield return new LoggedScalar(tag, step, scalar, time);
            }
        }
    }
}

/// <summary>One scalar of an event file; the time in seconds since 1970.</summary>
internal sealed record LoggedScalar(string Tag, long Step, float Value, double Time);
