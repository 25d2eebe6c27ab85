using System.Buffers.Binary;
using L2BN.Scalars;

namespace L2BN.Training.Tests;

/// <summary>One field of a protocol buffers message: a number, or bytes.</summary>
internal readonly record struct ProtoField(int Number, ulong Value, byte[]? Bytes)
{
    public static IReadOnlyList<ProtoField> Read(ReadOnlySpan<byte> message)
    {
        List<ProtoField> fields = [];
        while (!message.IsEmpty)
            fields.Add(Next(ref message));
        return fields;
    }

    private static ProtoField Next(ref ReadOnlySpan<byte> rest)
    {
        ulong key = Varint(ref rest);
        int number = (int)(key >> 3);
        switch (key & 7)
        {
            case 0: return new ProtoField(number, Varint(ref rest), null);
            case 1: return new ProtoField(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref rest, 8)), null);
            case 2: return new ProtoField(number, 0, Take(ref rest, (int)Varint(ref rest)).ToArray());
            case 5: return new ProtoField(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, 4)), null);
            default: throw new InvalidDataException($"wire type {key & 7}");
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = Take(ref rest, 1)[0];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
