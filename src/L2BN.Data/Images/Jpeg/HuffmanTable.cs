namespace L2BN.Data.Images.Jpeg;

/// <summary>A Huffman table of a JPEG file (ITU-T T.81, annex C), with a look-up for short codes.</summary>
internal sealed class HuffmanTable
{
    internal const int FastBits = 9;
    private const int LongestCode = 16;

    /// <summary>For the next nine bits: symbol &lt;&lt; 8 | length of its code; 0 where the code is longer.</summary>
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    /// <summary>For each length, the first code beyond it, moved up to 16 bits.</summary>
    private readonly int[] _limit = new int[LongestCode + 2];

    /// <summary>For each length, what leads from a code to the position of its symbol.</summary>
    private readonly int[] _delta = new int[LongestCode + 1];

    private readonly byte[] _symbols;

    /// <param name="counts">Number of codes of each length from 1 to 16.</param>
    /// <param name="symbols">The symbols in order of their codes.</param>
    private HuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        _symbols = symbols;
        int code = 0, position = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            _delta[length] = position - code;
            for (int i = 0; i < counts[length - 1]; i++)
                AddFast(length, code++, symbols[position++]);
            _limit[length] = code << (LongestCode - length);
        }
        _limit[LongestCode + 1] = int.MaxValue;
    }

    /// <summary>Makes a table, or returns null where the lengths claim more codes than there are.</summary>
    internal static HuffmanTable? TryCreate(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        int left = 1;
        foreach (byte count in counts)
        {
            left = 2 * left - count;
            if (left < 0)
                return null;
        }
        return new HuffmanTable(counts, symbols);
    }

    /// <summary>Finds the symbol at the start of 16 bits; -1 where no code begins so.</summary>
    internal int Find(int bits, out int length)
    {
        int fast = _fast[bits >> (LongestCode - FastBits)];
        if (fast != 0)
        {
            length = fast & 0xFF;
            return fast >> 8;
        }
        for (length = 1; bits >= _limit[length]; length++)
        {
        }
        return length > LongestCode ? -1 : _symbols[(bits >> (LongestCode - length)) + _delta[length]];
    }

    private void AddFast(int length, int code, byte symbol)
    {
        if (length > FastBits)
            return;
        int spare = FastBits - length;
        _fast.AsSpan(code << spare, 1 << spare).Fill((ushort)(symbol << 8 | length));
    }
}
