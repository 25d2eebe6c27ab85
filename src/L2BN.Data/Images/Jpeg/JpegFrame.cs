namespace L2BN.Data.Images.Jpeg;

/// <summary>The frame header of a JPEG file (T.81, B.2.2): size, components and how densely each is sampled.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        (Width, Height, Progressive, Components) = (width, height, progressive, components);
        MaxHorizontal = components.Max(c => c.Horizontal);
        MaxVertical = components.Max(c => c.Vertical);
        Mcus = ((width + 8 * MaxHorizontal - 1) / (8 * MaxHorizontal), (height + 8 * MaxVertical - 1) / (8 * MaxVertical));
        foreach (JpegComponent component in components)
            component.Measure(this);
    }

    internal int Width { get; }

    internal int Height { get; }

    internal bool Progressive { get; }

    internal JpegComponent[] Components { get; }

    internal int MaxHorizontal { get; }

    internal int MaxVertical { get; }

    /// <summary>MCUs (minimum coded units) of the interleaved order.</summary>
    internal (int Columns, int Rows) Mcus { get; }

    internal static JpegFrame Parse(ImageSource source, JpegSegment segment)
    {
        ReadOnlySpan<byte> data = segment.Data(source);
        if (data.Length < 6)
            throw source.Refuse("the frame header is too short", segment.Offset);
        if (data[0] != 8)
            throw source.Refuse($"expected samples of 8 bits, got {data[0]}", segment.Offset, "Save it as an ordinary JPEG.");
        int height = data[1] << 8 | data[2], width = data[3] << 8 | data[4], count = data[5];
        if (height == 0)
            throw source.Refuse(
                "expected the height in the header, got 0: it follows the pixels (DNL), which is not read",
                segment.Offset + 1,
                "Save it as an ordinary JPEG.");
        ImageLimits.Check(source, width, height, segment.Offset + 1);
        if (count is not (1 or 3 or 4))
            throw source.Refuse($"expected 1, 3 or 4 color components, got {count}", segment.Offset + 5);
        if (data.Length != 6 + 3 * count)
            throw source.Refuse($"expected a frame header of {6 + 3 * count} bytes, got {data.Length}", segment.Offset);
        return new JpegFrame(width, height, segment.Marker == JpegMarker.ProgressiveFrame, ParseComponents(source, segment, count));
    }

    /// <summary>Reserves the coefficients, once it is clear that the file is long enough to fill them: every block costs at least a
    /// bit.</summary>
    internal void Allocate(ImageSource source)
    {
        long blocks = Components.Sum(c => (long)c.Blocks.Columns * c.Blocks.Rows);
        if (blocks > 8L * source.Length)
            throw source.Refuse($"the header claims {blocks:N0} blocks, more than {source.Length:N0} bytes can contain", 0);
        if (Components.Sum(c => 64L * c.Stride * c.StoredRows) > 8L * ImageLimits.Pixels)
            throw source.Refuse("the sampling factors claim more memory than an image may need", 0);
        foreach (JpegComponent component in Components)
            component.Allocate();
    }

    private static JpegComponent[] ParseComponents(ImageSource source, JpegSegment segment, int count)
    {
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> data = segment.Data(source).Slice(6 + 3 * i, 3);
            int horizontal = data[1] >> 4, vertical = data[1] & 15;
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || data[2] > 3)
                throw source.Refuse($"component {i} has sampling {horizontal}×{vertical} and table {data[2]}; "
                    + "allowed are 1 to 4 and 0 to 3", segment.Offset + 7 + 3 * i);
            components[i] = new JpegComponent(data[0], horizontal, vertical, data[2]);
        }
        return components;
    }
}
