using System.Text;
using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GIF89a", "a GIF image")]
    [InlineData("RIFF....WEBPVP8 ", "a WebP image")]
    [InlineData("BM6............\0\0\0", "a BMP image")]
    [InlineData("II*\0....", "a TIFF image")]
    [InlineData("....ftypavif....", "an AVIF or HEIC image")]
    [InlineData("....ftypisom....", "a video file")]
    [InlineData("RIFF....WAVEfmt ", "a WAV file")]
    [InlineData("fLaC....", "a FLAC file")]
    [InlineData("ID3\x4....", "an MP3 file")]
    [InlineData("P7\nWIDTH 1", "a PNM image")]
    [InlineData("PK\x3\x4....", "a zip archive")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer")]
    [InlineData("  <svg xmlns='...'>", "an SVG image")]
    [InlineData("<!DOCTYPE html>", "an HTML or XML file")]
    [InlineData("Hello, this is no image.", "a text file")]
    [InlineData("\x1\x2\x3\x4\x5", "starts with 01020304")]
    public void Names_the_kind_of_other_files(string content, string kind) =>
        Assert.Contains(kind, Refused(Encoding.Latin1.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void Goes_by_content_and_not_by_name()
    {
        string png = _folder.Write("picture.jpg", PngFiles.Noise(3, 2));
        Assert.Equal((3, 2), ImageDecoder.ReadSize(png));
        Assert.Equal(3, ImageDecoder.Decode(png).Width);
    }

    private string Refused(byte[] content)
    {
        string path = _folder.Write("a.png", content);
        Hostile.Refused(() => ImageDecoder.ReadSize(path));
        return Hostile.Refused(() => ImageDecoder.Decode(path));
    }
}
