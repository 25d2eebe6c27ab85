namespace L2BN.Data.Images.Jpeg;

/// <summary>One scan (T.81, B.2.3): which components and coefficients it contains, and the loop over its blocks.</summary>
internal sealed class JpegScan
{
    private readonly JpegFrame _frame;
    private readonly JpegComponent[] _components;
    private readonly IBlockDecoder[] _decoders;
    private readonly int _restartInterval;
    private readonly JpegBits _bits;
    private int _mcu;

    private JpegScan(JpegFrame frame, JpegComponent[] components, IBlockDecoder[] decoders, int restartInterval, JpegBits bits) =>
        (_frame, _components, _decoders, _restartInterval, _bits) = (frame, components, decoders, restartInterval, bits);

    internal static JpegScan Parse(ImageSource source, JpegSegment segment, JpegFrame frame, JpegTables tables)
    {
        ReadOnlySpan<byte> data = segment.Data(source);
        int count = data.Length > 0 ? data[0] : 0;
        if (count is < 1 or > 4 || data.Length != 4 + 2 * count)
            throw source.Refuse("the scan header is damaged", segment.Offset);
        var band = SpectralBand.Parse(source, segment, data[(1 + 2 * count)..], frame.Progressive, count);
        var bits = new JpegBits(source, segment.End);
        var components = new JpegComponent[count];
        var decoders = new IBlockDecoder[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = FindComponent(source, segment, frame, data[1 + 2 * i], components.AsSpan(0, i));
            components[i].Prediction = 0;
            components[i].Quantization ??= tables.Quantization(components[i].TableIndex);
            decoders[i] = BlockDecoders.Create(source, bits, components[i], tables, band, data[2 + 2 * i]);
        }
        if (count > 1 && components.Sum(c => c.Horizontal * c.Vertical) > 10)
            throw source.Refuse("expected at most 10 blocks in an MCU of the scan, got more", segment.Offset);
        return new JpegScan(frame, components, decoders, tables.RestartInterval, bits);
    }

    /// <summary>Decodes all blocks and returns where the bytes after the scan begin.</summary>
    internal int Decode()
    {
        if (_components.Length == 1)
            DecodeAlone();
        else
            DecodeInterleaved();
        return _bits.Position;
    }

    private void DecodeAlone()
    {
        JpegComponent component = _components[0];
        for (int row = 0; row < component.Blocks.Rows; row++)
            for (int column = 0; column < component.Blocks.Columns; column++)
            {
                RestartWhereDue();
                _decoders[0].Decode(component.Block(row, column));
            }
    }

    private void DecodeInterleaved()
    {
        for (int row = 0; row < _frame.Mcus.Rows; row++)
            for (int column = 0; column < _frame.Mcus.Columns; column++)
            {
                RestartWhereDue();
                for (int i = 0; i < _components.Length; i++)
                    DecodeMcu(_components[i], _decoders[i], row, column);
            }
    }

    private static void DecodeMcu(JpegComponent component, IBlockDecoder decoder, int row, int column)
    {
        for (int y = 0; y < component.Vertical; y++)
            for (int x = 0; x < component.Horizontal; x++)
                decoder.Decode(component.Block(row * component.Vertical + y, column * component.Horizontal + x));
    }

    private void RestartWhereDue()
    {
        int mcu = _mcu++;
        if (_restartInterval == 0 || mcu == 0 || mcu % _restartInterval != 0)
            return;
        _bits.Restart((mcu / _restartInterval - 1) & 7);
        foreach (JpegComponent component in _components)
            component.Prediction = 0;
        foreach (IBlockDecoder decoder in _decoders)
            decoder.Restart();
    }

    private static JpegComponent FindComponent(ImageSource source, JpegSegment segment, JpegFrame frame, int id,
        ReadOnlySpan<JpegComponent> before)
    {
        // Some cameras number all components alike: the next one of this number that the scan does not have yet.
        bool known = false;
        foreach (JpegComponent component in frame.Components)
        {
            if (component.Id != id)
                continue;
            if (!before.Contains(component))
                return component;
            known = true;
        }
        throw source.Refuse(known ? $"expected each color component once in a scan, got component {id} again"
            : $"a scan names color component {id}, which the frame does not have", segment.Offset);
    }
}
