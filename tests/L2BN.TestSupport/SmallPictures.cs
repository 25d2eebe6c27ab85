using System.Text;

namespace L2BN.TestSupport;

/// <summary>A data set for campaigns that train many times: two classes of pictures of 8×8 pixels, as PGM files. An epoch takes a twentieth
/// of a second.</summary>
public static class SmallPictures
{
    private const int Side = 8, Training = 32, Test = 8;

    /// <summary>Writes <c>train</c> and <c>test</c> with a folder for each class; the first is bright above, the second below.</summary>
    /// <param name="folder">The folder; created where it is missing.</param>
    /// <param name="seed">Of the noise.</param>
    /// <returns>The folder.</returns>
    public static string Create(string folder, int seed)
    {
        var random = new Random(seed);
        foreach ((string split, int count) in new[] { ("train", Training), ("test", Test) })
        {
            foreach (int label in new[] { 0, 1 })
            {
                string own = Directory.CreateDirectory(Path.Combine(folder, split, $"class{label}")).FullName;
                for (int i = 0; i < count; i++)
                    File.WriteAllBytes(Path.Combine(own, $"{i}.pgm"), Picture(label, random));
            }
        }

        return folder;
    }

    private static byte[] Picture(int label, Random random)
    {
        IEnumerable<byte> pixels = Enumerable.Range(0, Side * Side)
            .Select(pixel => (byte)(random.Next(128) + (pixel / (Side * Side / 2) == label ? 100 : 0)));
        return [.. Encoding.ASCII.GetBytes($"P5\n{Side} {Side}\n255\n"), .. pixels];
    }
}
