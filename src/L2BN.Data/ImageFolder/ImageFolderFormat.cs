using L2BN.Data.Catalog;
using L2BN.Data.Images;

namespace L2BN.Data.ImageFolder;

/// <summary>A folder of images: <c>train/CLASS/*</c> and <c>test|val/CLASS/…</c>, or class folders alone.</summary>
internal static class ImageFolderFormat
{
    /// <summary>Default size of images that are at least this large.</summary>
    private const int MaxDefaultSize = 224;

    /// <summary>Number of images whose headers decide the default size.</summary>
    private const int SizeProbes = 101;

    /// <summary>Decoded images are cached up to this many bytes, or a quarter of the machine's memory where that is less.</summary>
    private const long MaxCacheBytes = 4L << 30;

    internal static DatasetEntry Entry { get; } = new(Load)
    {
        Name = "image-folder",
        Description = "your own images (PNG, JPEG, PPM, PGM): train/CLASS/* and test/CLASS/* or val/CLASS/*, or CLASS/* alone; "
            + "resized and cropped to a square, as RGB",
        License = "that of your images",
        ImageSize = null,
        Resizes = true,
        DecodesFiles = true,
    };

    private static SourceSplits Load(DataOptions options)
    {
        string root = options.Directory!;
        var layout = FolderLayout.Find(root, FolderKind.Images, options);
        int side = options.ImageSize ?? MedianSide(layout.Train.Files);
        bool cache = layout.Splits.Sum(split => split.Files.Count * 3L * side * side) <= Math.Min(MaxCacheBytes,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
        FolderImages Open(string name, FolderSplit split) => new($"image-folder/{name}", split, side, cache);
        return new SourceSplits(Open("train", layout.Train), Open("test", layout.Test),
            layout.Validation is { } v ? Open("validation", v) : null,
            options.SkipFingerprint ? "" : FolderFingerprint.Compute(root, layout, side))
        {
            Warnings = layout.Warnings,
        };
    }

    /// <summary>The median of the shorter sides of some images, at most 224 and at least 8.</summary>
    private static int MedianSide(IReadOnlyList<LabeledFile> files)
    {
        int probes = Math.Min(SizeProbes, files.Count);
        int[] sides = [.. Enumerable.Range(0, probes)
            .Select(i => Shorter(ImageDecoder.ReadSize(files[(int)((long)i * files.Count / probes)].Path))).Order()];
        return Math.Clamp(sides[probes / 2], 8, MaxDefaultSize);
    }

    private static int Shorter((int Width, int Height) size) => Math.Min(size.Width, size.Height);
}
