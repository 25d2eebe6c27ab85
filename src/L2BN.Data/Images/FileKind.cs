namespace L2BN.Data;

/// <summary>Names the kind of a file by its first bytes, for messages about files that are not read.</summary>
internal static class FileKind
{
    internal static string Describe(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith("GIF8"u8) => "a GIF image",
        _ when bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8) => "a WebP image",
        _ when bytes.StartsWith("BM"u8) => "a BMP image",
        _ when bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) => "a TIFF image",
        _ when bytes.Length > 12 && bytes[4..].StartsWith("ftyp"u8) => "an AVIF, HEIC or video file",
        _ when bytes.StartsWith("PK\x3\x4"u8) => "a zip archive",
        _ when bytes.StartsWith("%PDF"u8) => "a PDF document",
        _ when bytes.StartsWith("version https://git-lfs"u8) => "a Git LFS pointer, not the file it points to",
        _ when bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8) => "a text file with mark-up, such as SVG or HTML",
        _ when !bytes[..Math.Min(64, bytes.Length)].ContainsAnyExceptInRange((byte)9, (byte)126) => "a text file",
        _ => $"a file that starts with {Convert.ToHexString(bytes[..Math.Min(4, bytes.Length)])}",
    };
}
