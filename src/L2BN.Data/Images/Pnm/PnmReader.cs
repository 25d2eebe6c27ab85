namespace L2BN.Data.Images.Pnm;

/// <summary>Reads binary PGM (P5) and PPM (P6) images of 8 or 16 bits as RGB: gray is repeated, values are scaled to 0–255 and
/// rounded.</summary>
/// <remarks>Source: the manual pages pgm(5) and ppm(5) of Netpbm. Text formats (P1–P3), bitmaps (P4) and PAM (P7) are refused. Bytes after
/// the first image are ignored, since a file may contain several.</remarks>
internal static class PnmReader
{
    /// <summary>Longest header with comments.</summary>
    private const int MaxHeader = 1 << 16;

    internal static bool IsPnm(ReadOnlySpan<byte> bytes) => IsAnyPnm(bytes) && bytes[1] is (byte)'5' or (byte)'6';

    /// <summary>Whether a file starts as a PNM image of any kind, of those that are not read too.</summary>
    internal static bool IsAnyPnm(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', var next, ..]
        && (char.IsAsciiDigit((char)next) || IsSpace(next) || next is (byte)'#' or (byte)'W');

    internal static (int Width, int Height) ReadSize(ImageSource source)
    {
        Header header = ReadHeader(source);
        return (header.Width, header.Height);
    }

    internal static RgbImage Read(ImageSource source)
    {
        Header header = ReadHeader(source);
        int sampleBytes = header.MaxValue > 255 ? 2 : 1;
        long length = (long)header.Width * header.Height * header.Channels * sampleBytes;
        if (length > source.Length - header.Offset)
            throw source.Refuse(
                $"expected {length:N0} bytes of pixels, got {source.Length - header.Offset:N0}",
                source.Length,
                "The file is cut short.");
        var image = RgbImage.Create(header.Width, header.Height);
        ReadOnlySpan<byte> samples = source.Bytes.AsSpan(header.Offset, (int)length);
        int copies = 3 / header.Channels;
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = ReadSample(source, header, samples, i / copies, sampleBytes);
        return image;
    }

    private static byte ReadSample(ImageSource source, Header header, ReadOnlySpan<byte> samples, int index, int sampleBytes)
    {
        int value = sampleBytes == 1 ? samples[index] : samples[2 * index] << 8 | samples[2 * index + 1];
        if (value > header.MaxValue)
            throw source.Refuse($"expected values up to {header.MaxValue}, got {value}", header.Offset + (long)index * sampleBytes);
        return (byte)((value * 255 + header.MaxValue / 2) / header.MaxValue);
    }

    private static Header ReadHeader(ImageSource source)
    {
        int position = 2;
        int width = ReadNumber(source, ref position), height = ReadNumber(source, ref position);
        ImageLimits.Check(source, width, height, 2);
        int max = ReadNumber(source, ref position);
        if (max is < 1 or > 65535)
            throw source.Refuse($"expected a largest value from 1 to 65,535, got {max}", position);
        // Exactly one space ends the header; the next byte is a pixel, whatever its value.
        return new Header(width, height, source.Bytes[1] == '5' ? 1 : 3, max, position + 1);
    }

    private static int ReadNumber(ImageSource source, ref int position)
    {
        SkipSpaceAndComments(source, ref position);
        int start = position, value = 0;
        while (position < source.Length && char.IsAsciiDigit((char)source.Bytes[position]) && value < 100_000_000)
            value = 10 * value + source.Bytes[position++] - '0';
        if (position == start || position >= source.Length || !IsSpace(source.Bytes[position]))
            throw source.Refuse("expected width, height and largest value in digits, got another header", position);
        return value;
    }

    private static void SkipSpaceAndComments(ImageSource source, ref int position)
    {
        bool comment = false;
        for (; position < Math.Min(source.Length, MaxHeader); position++)
        {
            byte next = source.Bytes[position];
            if (next == '#')
                comment = true;
            else if (next is (byte)'\n' or (byte)'\r')
                comment = false;
            else if (!comment && !IsSpace(next))
                return;
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    private readonly record struct Header(int Width, int Height, int Channels, int MaxValue, int Offset);
}
