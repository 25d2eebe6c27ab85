using System.Runtime.CompilerServices;

namespace L2BN.Data.Images.Jpeg;

/// <summary>The bits of one scan: takes out stuffed zeros, stops at markers, and never gives more bits than there are.</summary>
internal sealed class JpegBits(ImageSource source, int position)
{
    private readonly byte[] _bytes = source.Bytes;
    private int _position = position;
    private ulong _buffer;
    private int _count;

    /// <summary>Where the next byte is read; at a marker once the bits before it are used up.</summary>
    internal int Position => _position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Decode(HuffmanTable table)
    {
        if (_count < 16)
            Fill();
        int symbol = table.Find((int)(_buffer >> 48), out int length);
        if (symbol < 0)
            throw source.Refuse("expected a Huffman code, got other bits", _position);
        Skip(length);
        return symbol;
    }

    /// <summary>The next <paramref name="count"/> bits, 0 to 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Take(int count)
    {
        if (_count < count)
            Fill();
        int bits = (int)(_buffer >> 32 >> (32 - count));
        Skip(count);
        return bits;
    }

    /// <summary>A number of <paramref name="size"/> bits as JPEG writes them: those that start with 0 are negative (T.81,
    /// F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int TakeSigned(int size)
    {
        int bits = Take(size);
        return bits < 1 << size >> 1 ? bits - (1 << size) + 1 : bits;
    }

    /// <summary>Drops the rest of the byte and steps over restart marker <paramref name="number"/> (0 to 7).</summary>
    internal void Restart(int number)
    {
        (_buffer, _count) = (0, 0);
        while (_position + 1 < _bytes.Length && _bytes[_position] == 0xFF && _bytes[_position + 1] == 0xFF)
            _position++;
        if (_position + 1 >= _bytes.Length || _bytes[_position] != 0xFF || _bytes[_position + 1] != 0xD0 + number)
            throw source.Refuse($"expected restart marker {number}, it is not there", _position);
        _position += 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int count)
    {
        if (count > _count)
            throw source.Refuse("the pixels end before the last row", _position, "The file is cut short or damaged.");
        _buffer <<= count;
        _count -= count;
    }

    private void Fill()
    {
        while (_count <= 56 && _position < _bytes.Length)
        {
            byte next = _bytes[_position];
            if (next == 0xFF)
            {
                if (_position + 1 >= _bytes.Length || _bytes[_position + 1] != 0)
                    return;
                _position++;
            }
            _position++;
            _buffer |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}
