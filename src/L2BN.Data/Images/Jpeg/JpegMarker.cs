namespace L2BN.Data.Images.Jpeg;

/// <summary>The second byte of JPEG's markers (T.81, table B.1).</summary>
internal static class JpegMarker
{
    internal const int BaselineFrame = 0xC0, ExtendedFrame = 0xC1, ProgressiveFrame = 0xC2, HuffmanTables = 0xC4, ArithmeticTables = 0xCC,
        EndOfImage = 0xD9, StartOfScan = 0xDA, QuantizationTables = 0xDB, NumberOfLines = 0xDC, RestartInterval = 0xDD, Adobe = 0xEE,
            Jfif = 0xE0;

    internal static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not HuffmanTables and not 0xC8 and not ArithmeticTables;

    internal static bool StandsAlone(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    /// <summary>What a frame is that is not read, with its article.</summary>
    internal static string Name(int marker) => marker switch
    {
        0xC3 or 0xC7 or 0xCB or 0xCF => "a lossless",
        0xC5 or 0xC6 or 0xCD or 0xCE => "a hierarchical",
        _ => "an arithmetic-coded",
    };
}

/// <summary>A marker and the bytes that belong to it.</summary>
/// <param name="Marker">Its second byte.</param>
/// <param name="Offset">Where its data begins.</param>
/// <param name="Length">Bytes of data, without the two that give the length.</param>
internal readonly record struct JpegSegment(int Marker, int Offset, int Length)
{
    internal int End => Offset + Length;

    internal ReadOnlySpan<byte> Data(ImageSource source) => source.Bytes.AsSpan(Offset, Length);

    /// <summary>Finds the next marker at or after <paramref name="position"/>; bytes before it are stepped over.</summary>
    internal static JpegSegment Next(ImageSource source, int position)
    {
        byte[] bytes = source.Bytes;
        while (true)
        {
            while (position < bytes.Length && bytes[position] != 0xFF)
                position++;
            while (position < bytes.Length && bytes[position] == 0xFF)
                position++;
            if (position >= bytes.Length)
                throw source.Refuse("the JPEG file ends without an end marker", bytes.Length, "The file is cut short.");
            int marker = bytes[position++];
            if (marker == JpegMarker.EndOfImage)
                return new JpegSegment(marker, position, 0);
            if (marker != 0 && !JpegMarker.StandsAlone(marker))
                return Measure(source, marker, position);
        }
    }

    private static JpegSegment Measure(ImageSource source, int marker, int position)
    {
        int length = position + 1 < source.Length ? source.Bytes[position] << 8 | source.Bytes[position + 1] : 0;
        if (length < 2 || position + length > source.Length)
            throw source.Refuse($"a segment of {length} bytes (marker FF{marker:X2}) reaches beyond the end of the file", position,
                "The file is cut short or damaged.");
        return new JpegSegment(marker, position + 2, length - 2);
    }
}
