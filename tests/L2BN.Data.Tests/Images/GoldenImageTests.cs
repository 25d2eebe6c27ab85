using System.Security.Cryptography;
using L2BN.Data.Images;
using L2BN.Data.Images.Resizing;

namespace L2BN.Data.Tests.Images;

/// <summary>Our decoders and our resizing against Pillow's, byte for byte. See Golden/README.md.</summary>
public class GoldenImageTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string, int, int, string, string> Images => [.. File.ReadLines(Path.Combine(s_folder, "expected.txt"))
        .Select(line => line.Split(' ')).Select(f => (f[0], int.Parse(f[1]), int.Parse(f[2]), f[3], f[4]))];

    [Theory, MemberData(nameof(Images))]
    public void Decodes_to_the_same_bytes(string name, int width, int height, string pixels, string square)
    {
        string path = Path.Combine(s_folder, "images", name);
        RgbImage image = ImageDecoder.Decode(path);
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal((width, height), ImageDecoder.ReadSize(path));
        Assert.Equal(pixels, Hash(image.Pixels));
        byte[] resized = new byte[3 * 16 * 16];
        SquareResizer.Resize(image, 16, resized);
        Assert.Equal(square, Hash(resized));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
}
