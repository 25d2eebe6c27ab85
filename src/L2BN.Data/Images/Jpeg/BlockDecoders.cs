namespace L2BN.Data.Images.Jpeg;

/// <summary>Decodes the part of a block that a scan contains.</summary>
internal interface IBlockDecoder
{
    void Decode(Span<short> block);

    /// <summary>Resets the state that is carried from block to block.</summary>
    void Restart();
}

/// <summary>Chooses the decoder of a scan.</summary>
internal static class BlockDecoders
{
    /// <param name="source">For error messages.</param>
    /// <param name="bits">Of the scan.</param>
    /// <param name="component">Whose blocks they are.</param>
    /// <param name="tables">Where its Huffman tables are.</param>
    /// <param name="band">The coefficients in the scan.</param>
    /// <param name="choice">Number of the DC table in the upper half, of the AC table in the lower.</param>
    internal static IBlockDecoder Create(ImageSource source, JpegBits bits, JpegComponent component, JpegTables tables, SpectralBand band,
        int choice)
    {
        int dc = choice >> 4, ac = choice & 15;
        if (dc > 3 || ac > 3)
            throw source.Refuse($"expected Huffman tables 0 to 3, got {dc} and {ac}", bits.Position);
        if (!band.Progressive)
            return new BaselineDecoder(source, bits, component, tables.DcOrStandard(dc), tables.AcOrStandard(ac));
        if (band.First == 0)
            return band.Refines ? new DcRefiner(bits, band.Shift) : new DcDecoder(source, bits, component, tables.Dc(dc), band.Shift);
        return band.Refines ? new AcRefiner(source, bits, tables.Ac(ac), band) : new AcDecoder(source, bits, tables.Ac(ac), band);
    }
}

/// <summary>A whole block at once (T.81, F.2.2).</summary>
internal sealed class BaselineDecoder(ImageSource source, JpegBits bits, JpegComponent component, HuffmanTable dc, HuffmanTable ac)
    : IBlockDecoder
{
    private readonly DcDecoder _dc = new(source, bits, component, dc, shift: 0);

    public void Decode(Span<short> block)
    {
        _dc.Decode(block);
        for (int k = 1; k < 64; k++)
        {
            int symbol = bits.Decode(ac), run = symbol >> 4, size = symbol & 15;
            if (size == 0 && run < 15)
                break;
            k += run;
            if (k > 63)
                throw source.Refuse("expected a run of zeros within its block, got a longer one", bits.Position);
            if (size != 0)
                block[Zigzag.Natural[k]] = (short)bits.TakeSigned(size);
        }
    }

    public void Restart() { }
}

/// <summary>The first coefficient, as a difference to the block before (T.81, F.2.2.1 and G.1.2.1).</summary>
internal sealed class DcDecoder(ImageSource source, JpegBits bits, JpegComponent component, HuffmanTable table, int shift) : IBlockDecoder
{
    public void Decode(Span<short> block)
    {
        int size = bits.Decode(table);
        if (size > 15)
            throw source.Refuse($"expected a difference of at most 15 bits, got {size}", bits.Position);
        int value = component.Prediction + bits.TakeSigned(size);
        if (value is < short.MinValue or > short.MaxValue)
            throw source.Refuse("expected a DC coefficient of 16 bits, got a larger one", bits.Position);
        component.Prediction = value;
        block[0] = (short)(value << shift);
    }

    public void Restart() { }
}

/// <summary>One more bit of the first coefficient (T.81, G.1.2.1).</summary>
internal sealed class DcRefiner(JpegBits bits, int shift) : IBlockDecoder
{
    public void Decode(Span<short> block) => block[0] |= (short)(bits.Take(1) << shift);

    public void Restart() { }
}

/// <summary>The upper bits of a band of coefficients (T.81, G.1.2.2).</summary>
internal sealed class AcDecoder(ImageSource source, JpegBits bits, HuffmanTable table, SpectralBand band) : IBlockDecoder
{
    /// <summary>Following blocks without coefficients in this scan.</summary>
    private int _emptyBlocks;

    public void Decode(Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }
        for (int k = band.First; k <= band.Last; k++)
        {
            int symbol = bits.Decode(table), run = symbol >> 4, size = symbol & 15;
            if (size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) - 1 + bits.Take(run);
                break;
            }
            k += run;
            if (k > band.Last)
                throw source.Refuse("expected a run of zeros within its band, got a longer one", bits.Position);
            if (size != 0)
                block[Zigzag.Natural[k]] = (short)(bits.TakeSigned(size) << band.Shift);
        }
    }

    public void Restart() => _emptyBlocks = 0;
}

/// <summary>One more bit of a band of coefficients, and those that become non-zero by it (T.81, G.1.2.3).</summary>
internal sealed class AcRefiner(ImageSource source, JpegBits bits, HuffmanTable table, SpectralBand band) : IBlockDecoder
{
    private readonly int _bit = 1 << band.Shift;
    private int _emptyBlocks;

    public void Decode(Span<short> block)
    {
        int k = band.First;
        if (_emptyBlocks == 0)
            k = DecodeNew(block, k);
        if (_emptyBlocks == 0)
            return;
        for (; k <= band.Last; k++)
            Refine(ref block[Zigzag.Natural[k]]);
        _emptyBlocks--;
    }

    public void Restart() => _emptyBlocks = 0;

    /// <summary>Decodes until the band or the information about it ends; returns where it stopped.</summary>
    private int DecodeNew(Span<short> block, int k)
    {
        while (k <= band.Last)
        {
            int symbol = bits.Decode(table), run = symbol >> 4, size = symbol & 15;
            if (size > 1)
                throw source.Refuse("expected a refinement of one bit, got more", bits.Position);
            if (size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) + bits.Take(run);
                return k;
            }
            int value = size == 0 ? 0 : bits.Take(1) == 1 ? _bit : -_bit;
            k = WriteAfterZeros(block, k, run, (short)value);
        }
        return k;
    }

    /// <summary>Skips <paramref name="run"/> zeros, refines the coefficients between them, and writes the value to the next zero.</summary>
    private int WriteAfterZeros(Span<short> block, int k, int run, short value)
    {
        for (; k <= band.Last; k++)
        {
            ref short coefficient = ref block[Zigzag.Natural[k]];
            if (coefficient != 0)
                Refine(ref coefficient);
            else if (run-- == 0)
            {
                coefficient = value;
                return k + 1;
            }
        }
        return k;
    }

    private void Refine(ref short coefficient)
    {
        if (coefficient == 0 || bits.Take(1) == 0 || (coefficient & _bit) != 0)
            return;
        coefficient += (short)(coefficient > 0 ? _bit : -_bit);
    }
}
