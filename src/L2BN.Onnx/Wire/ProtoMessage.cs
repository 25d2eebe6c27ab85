using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace L2BN.Onnx.Wire;

/// <summary>
/// A message in protobuf's wire format (protobuf.dev/programming-guides/encoding). Large byte fields are not copied: they are written when
/// the message is.
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, Delimited = 2, Fixed32 = 5;

    private readonly List<Piece> _pieces = [];
    private ArrayBufferWriter<byte> _open = new();

    /// <summary>Bytes of the message.</summary>
    public long Length => _pieces.Sum(piece => piece.Length) + _open.WrittenCount;

    /// <summary>An integer; negative ones take ten bytes, as the format says.</summary>
    public void Integer(int field, long value)
    {
        Number((ulong)(field << 3 | Varint));
        Number((ulong)value);
    }

    public void Float(int field, float value)
    {
        Number((ulong)(field << 3 | Fixed32));
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _open.Write(bytes);
    }

    public void Text(int field, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Begin(field, bytes.Length);
        _open.Write(bytes);
    }

    public void Message(int field, ProtoMessage value)
    {
        Begin(field, value.Length);
        value.Close();
        Close();
        _pieces.AddRange(value._pieces);
    }

    /// <summary>A repeated integer in its packed form.</summary>
    public void Integers(int field, IEnumerable<long> values)
    {
        ProtoMessage packed = new();
        foreach (long value in values)
            packed.Number((ulong)value);
        Message(field, packed);
    }

    /// <summary>Bytes that are written later.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="length">How many.</param>
    /// <param name="write">Writes exactly so many.</param>
    public void Bytes(int field, long length, Action<Stream> write)
    {
        Begin(field, length);
        Close();
        _pieces.Add(new Piece(length, write));
    }

    public void WriteTo(Stream stream)
    {
        Close();
        foreach (Piece piece in _pieces)
            piece.Write(stream);
    }

    private void Begin(int field, long length)
    {
        Number((ulong)(field << 3 | Delimited));
        Number((ulong)length);
    }

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            WriteByte((byte)(value | 0x80));
        WriteByte((byte)value);
    }

    private void WriteByte(byte value)
    {
        _open.GetSpan(1)[0] = value;
        _open.Advance(1);
    }

    private void Close()
    {
        if (_open.WrittenCount == 0)
            return;
        ArrayBufferWriter<byte> closed = _open;
        _pieces.Add(new Piece(closed.WrittenCount, stream => stream.Write(closed.WrittenSpan)));
        _open = new ArrayBufferWriter<byte>();
    }

    private sealed record Piece(long Length, Action<Stream> Write);
}
