using System.Globalization;
using System.Text;
using L2BN.Data.Images.Jpeg;
using L2BN.Data.Images.Png;
using L2BN.Data.Images.Pnm;

namespace L2BN.Data.Files;

/// <summary>What a file contains, for the choice of a reader and for messages.</summary>
internal enum ContentSort
{
    Image,
    Sound,
    Other,
}

/// <summary>The kind of a file by its first bytes.</summary>
/// <param name="Name">A noun without an article, in the singular; its plural ends with s.</param>
/// <param name="Sort">What it contains.</param>
internal sealed record FileKind(string Name, ContentSort Sort)
{
    /// <summary>Bytes that decide the kind of a file.</summary>
    internal const int StartLength = 64;

    private static readonly (FileKind Kind, Func<ReadOnlySpan<byte>, bool> Matches)[] s_kinds =
    [
        (new("PNG image", ContentSort.Image), PngReader.IsPng),
        (new("JPEG image", ContentSort.Image), JpegReader.IsJpeg),
        (new("PNM image", ContentSort.Image), PnmReader.IsAnyPnm),
        (new("GIF image", ContentSort.Image), b => b.StartsWith("GIF8"u8)),
        (new("WebP image", ContentSort.Image), b => IsRiff(b, "WEBP"u8)),
        (new("BMP image", ContentSort.Image), b => b.StartsWith("BM"u8) && b.Length >= 18 && b[15..18].SequenceEqual("\0\0\0"u8)),
        (new("TIFF image", ContentSort.Image), b => b.StartsWith("II*\0"u8) || b.StartsWith("MM\0*"u8)),
        (new("AVIF or HEIC image", ContentSort.Image), b => IsBox(b, "avif", "avis", "heic", "heix", "heif", "mif1", "msf1")),
        (new("JPEG XL image", ContentSort.Image), b => b is [0xFF, 0x0A, ..] || (b.Length > 12 && b[4..].StartsWith("JXL "u8))),
        (
            new("JPEG 2000 image", ContentSort.Image),
            b => b is [0xFF, 0x4F, 0xFF, 0x51, ..] || (b.Length > 12 && b[4..].StartsWith("jP  "u8))),
        (new("SVG image", ContentSort.Image), b => b.TrimStart(" \t\r\n"u8).StartsWith("<svg"u8)),
        (new("WAV file", ContentSort.Sound), b => IsRiff(b, "WAVE"u8)),
        (new("RF64 file", ContentSort.Sound), b => b.StartsWith("RF64"u8) || b.StartsWith("BW64"u8)),
        (new("RIFX file", ContentSort.Sound), b => b.StartsWith("RIFX"u8) || b.StartsWith("FFIR"u8)),
        (new("Wave64 file", ContentSort.Sound), b => b.StartsWith("riff\x2E"u8)),
        (new("FLAC file", ContentSort.Sound), b => b.StartsWith("fLaC"u8)),
        (new("Ogg file", ContentSort.Sound), b => b.StartsWith("OggS"u8)),
        (new("AIFF file", ContentSort.Sound), b => b.StartsWith("FORM"u8) && b.Length > 12 && b[8..].StartsWith("AIF"u8)),
        (new("AU file", ContentSort.Sound), b => b.StartsWith(".snd"u8)),
        (new("CAF file", ContentSort.Sound), b => b.StartsWith("caff"u8)),
        (new("WavPack file", ContentSort.Sound), b => b.StartsWith("wvpk"u8)),
        (new("MIDI file", ContentSort.Sound), b => b.StartsWith("MThd"u8)),
        (new("AMR file", ContentSort.Sound), b => b.StartsWith("#!AMR"u8)),
        (new("Windows Media file", ContentSort.Sound), b => b is [0x30, 0x26, 0xB2, 0x75, ..]),
        (new("AAC file", ContentSort.Sound), b => b is [0xFF, 0xF1 or 0xF9, ..]),
        (new("M4A file", ContentSort.Sound), b => IsBox(b, "M4A ", "M4B ")),
        (new("MP3 file", ContentSort.Sound), b => b.StartsWith("ID3"u8) || (b is [0xFF, >= 0xE2, ..] && (b[1] & 0x06) == 0x02)),
        (new("video file", ContentSort.Other), b => b.Length > 12 && b[4..].StartsWith("ftyp"u8)),
        (new("zip archive", ContentSort.Other), b => b.StartsWith("PK\x3\x4"u8)),
        (new("PDF document", ContentSort.Other), b => b.StartsWith("%PDF"u8)),
        (new("Git LFS pointer", ContentSort.Other), b => b.StartsWith("version https://git-lfs"u8)),
        (new("HTML or XML file", ContentSort.Other), b => b.TrimStart(" \t\r\n"u8).StartsWith("<"u8)),
        (new("text file", ContentSort.Other), b => !b.ContainsAnyExceptInRange((byte)9, (byte)126)),
    ];

    /// <summary>First letters of abbreviations that take "an": an AVIF image, an MP3 file, an SVG image.</summary>
    private const string Vowels = "AHMORS";

    private static readonly FileKind s_unknown = new("file of unknown content", ContentSort.Other);

    /// <summary>An empty file, a pipe or a device, which are not opened.</summary>
    internal static FileKind Empty { get; } = new("empty or special file", ContentSort.Other);

    /// <param name="bytes">The start of a file, at least one byte and <see cref="StartLength"/> where it is that long.</param>
    internal static FileKind Identify(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> start = bytes[..Math.Min(StartLength, bytes.Length)];
        foreach ((FileKind kind, Func<ReadOnlySpan<byte>, bool> matches) in s_kinds)
        {
            if (matches(start))
                return kind;
        }
        return s_unknown;
    }

    /// <summary>The kind with an article, such as "a GIF image".</summary>
    internal static string Describe(ReadOnlySpan<byte> bytes)
    {
        FileKind kind = Identify(bytes);
        if (kind == s_unknown)
            return $"a file that starts with {Convert.ToHexString(bytes[..Math.Min(4, bytes.Length)])}";
        return $"{(Vowels.Contains(kind.Name[0]) && kind.Name != "MIDI file" ? "an" : "a")} {kind.Name}";
    }

    /// <summary>A number of files of this kind, such as "3 GIF images".</summary>
    internal string Count(int count)
    {
        string number = count.ToString("N0", CultureInfo.InvariantCulture);
        if (count == 1)
            return $"{number} {Name}";
        return this == s_unknown ? $"{number} files of unknown content" : $"{number} {Name}s";
    }

    private static bool IsRiff(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> form) =>
        bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith(form);

    /// <summary>Whether a file of the ISO base media format has one of these brands.</summary>
    private static bool IsBox(ReadOnlySpan<byte> bytes, params string[] brands) =>
        bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8) && brands.Contains(Encoding.Latin1.GetString(bytes[8..12]));
}
