namespace L2BN.Data.Images.Jpeg;

/// <summary>Reads baseline and progressive JPEG with Huffman coding as RGB, to the same bytes as libjpeg-turbo's defaults.</summary>
/// <remarks>
/// Source: ITU-T T.81. Two decoders' conventions beyond it: baseline frames without Huffman tables use the standard ones (frames of Motion
/// JPEG), and components with equal numbers are told apart by their order. One difference to libjpeg: of a progressive file that ends
/// before all its scans, libjpeg smooths the blocks across their borders; here they are decoded as they are (up to 106 of 255 levels
/// apart).
/// Strict where a training set should be: a cut scan, a missing table or an impossible code is refused, never filled
/// with gray.
/// Memory is bounded by the file's length, time by its length and the number of scans.
/// </remarks>
internal sealed class JpegReader
{
    private readonly ImageSource _source;
    private readonly JpegTables _tables;
    private JpegFrame? _frame;
    private int _scans;
    private bool _jfif;
    private int? _adobeTransform;

    private JpegReader(ImageSource source) => (_source, _tables) = (source, new JpegTables(source));

    internal static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xD8, 0xFF, ..];

    internal static (int Width, int Height) ReadSize(ImageSource source)
    {
        for (int position = 2; ;)
        {
            var segment = JpegSegment.Next(source, position);
            if (segment.Marker is JpegMarker.StartOfScan or JpegMarker.EndOfImage)
                throw source.Refuse("expected a frame header, got none", segment.Offset);
            if (JpegMarker.IsFrame(segment.Marker))
            {
                var frame = JpegFrame.Parse(source, segment);
                return (frame.Width, frame.Height);
            }
            position = segment.End;
        }
    }

    internal static RgbImage Read(ImageSource source)
    {
        var reader = new JpegReader(source);
        for (int position = 2; position >= 0;)
            position = reader.Step(JpegSegment.Next(source, position));
        return reader.Finish();
    }

    /// <summary>Reads one segment and returns where the next begins; -1 at the end.</summary>
    private int Step(JpegSegment segment)
    {
        switch (segment.Marker)
        {
            case JpegMarker.EndOfImage: return -1;
            case JpegMarker.QuantizationTables: _tables.ReadQuantization(segment); break;
            case JpegMarker.HuffmanTables: _tables.ReadHuffman(segment); break;
            case JpegMarker.RestartInterval: _tables.ReadRestartInterval(segment); break;
            case JpegMarker.Jfif: _jfif |= segment.Data(_source).StartsWith("JFIF\0"u8); break;
            case JpegMarker.Adobe: ReadAdobe(segment.Data(_source)); break;
            case JpegMarker.StartOfScan: return ReadScan(segment);
            case JpegMarker.NumberOfLines: CheckNumberOfLines(segment); break;
            case var marker when JpegMarker.IsFrame(marker): ReadFrame(segment); break;
            default: break;
        }
        return segment.End;
    }

    private void ReadFrame(JpegSegment segment)
    {
        if (segment.Marker > JpegMarker.ProgressiveFrame)
            throw _source.Refuse($"expected a baseline or progressive JPEG, got {JpegMarker.Name(segment.Marker)} one", segment.Offset,
                "Save it as an ordinary JPEG.");
        if (_frame is not null)
            throw _source.Refuse("expected one frame, got a second", segment.Offset);
        _frame = JpegFrame.Parse(_source, segment);
        _frame.Allocate(_source);
    }

    private int ReadScan(JpegSegment segment)
    {
        if (_frame is null)
            throw _source.Refuse("expected the frame header before the first scan, got a scan", segment.Offset);
        if (++_scans > ImageLimits.Scans)
            throw _source.Refuse($"expected at most {ImageLimits.Scans} scans, got more", segment.Offset);
        return JpegScan.Parse(_source, segment, _frame, _tables).Decode();
    }

    /// <summary>A DNL segment gives the height after the pixels. One that repeats the height of the header changes nothing.</summary>
    private void CheckNumberOfLines(JpegSegment segment)
    {
        ReadOnlySpan<byte> data = segment.Data(_source);
        int lines = data.Length == 2 ? data[0] << 8 | data[1] : -1;
        if (_frame is null || lines != _frame.Height)
            throw _source.Refuse($"expected a DNL segment with the height of the header ({_frame?.Height.ToString() ?? "none yet"}), got "
                + (lines < 0 ? $"{data.Length} bytes" : $"{lines}"), segment.Offset, "Save it as an ordinary JPEG.");
    }

    private void ReadAdobe(ReadOnlySpan<byte> data)
    {
        if (data.Length >= 12 && data.StartsWith("Adobe"u8))
            _adobeTransform = data[11];
    }

    private RgbImage Finish()
    {
        if (_frame is null || _scans == 0)
            throw _source.Refuse("expected an image in the JPEG file, got none", _source.Length);
        foreach (JpegComponent component in _frame.Components)
            if (component.Quantization is null)
                throw _source.Refuse($"expected a scan of every color component, got none of component {component.Id}", _source.Length);
        return JpegPicture.Assemble(_source, _frame, JpegColor.Of(_frame, _jfif, _adobeTransform));
    }
}
