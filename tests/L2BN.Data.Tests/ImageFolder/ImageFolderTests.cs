using System.Diagnostics;

namespace L2BN.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_train_and_test_with_classes_in_ordinal_order()
    {
        Fill("train", 3, "cat", "Dog", "ant");
        Fill("test", 1, "Dog", "cat");
        var splits = Open();
        Assert.Equal(["Dog", "ant", "cat"], splits.Train.Classes);
        Assert.Equal((9, 2, null), (splits.Train.Count, splits.Test.Count, splits.Validation));
        Assert.Equal([0, 2], [splits.Test.Label(0), splits.Test.Label(1)]);
        Assert.Equal(new SampleShape(3, 10, 10), splits.Train.Shape);
    }

    [Fact]
    public void Pixels_are_those_of_the_file_with_and_without_a_cache()
    {
        byte[] rgb = IdxFiles.Noise(300);
        _folder.Write("train/a/1.png", PngFiles.Plain(rgb, 10, 10));
        _folder.Write("train/b/1.png", PngFiles.Noise(10, 10));
        var layout = ClassFolders.List(_folder.Path("train"), FolderKind.Images);
        float[] expected = [.. from c in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 100) select rgb[3 * i + c] / 255f];
        foreach (bool cache in (bool[])[true, false])
        {
            var images = new FolderImages("x", layout, 10, cache);
            float[] sample = new float[300];
            images.Read(0, sample);
            Assert.Equal(expected, sample);
            images.Read(0, sample);
            Assert.Equal(expected, sample);
        }
    }

    [Fact]
    public void Cached_images_are_not_read_again()
    {
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        var splits = Open();
        File.Delete(_folder.Path("train/a/0.png"));
        float[] sample = new float[300];
        splits.Train.Read(0, sample);
        File.Delete(_folder.Path("test/a/0.png"));
        Assert.Contains("no such file", Hostile.Refused(() => splits.Test.Read(0, sample)), StringComparison.Ordinal);
    }

    [Fact]
    public void Val_is_test_alone_and_validation_beside_test()
    {
        Fill("train", 2, "a", "b");
        Fill("val", 1, "a", "b");
        Assert.Equal((2, null), (Open().Test.Count, Open().Validation));
        Fill("test", 3, "a");
        Assert.Equal((3, 2), (Open().Test.Count, Open().Validation!.Count));
    }

    [Fact]
    public void Class_folders_alone_are_split_by_the_seed()
    {
        Fill(".", 30, "a", "b");
        var (one, same, other) = (Open(), Open(), Open(new DataOptions { Seed = 1 }));
        Assert.Equal((48, 6, 6), (one.Train.Count, one.Test.Count, one.Validation!.Count));
        Assert.Equal(one.Fingerprint, same.Fingerprint);
        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
        Assert.Equal(4, Open(new DataOptions { ValidationSize = 4 }).Validation!.Count);
    }

    [Fact]
    public void Fingerprint_depends_on_content_name_class_and_size_but_not_on_the_folder()
    {
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        string before = Open().Fingerprint;
        Assert.NotEqual(before, Open(new DataOptions { ImageSize = 16 }).Fingerprint);
        using var elsewhere = new TempFolder();
        foreach (string file in Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories))
            elsewhere.Write(Path.GetRelativePath(_folder.Root, file), File.ReadAllBytes(file));
        Assert.Equal(before, Open(elsewhere.Root, new DataOptions()).Fingerprint);
        _folder.Write("train/a/1.png", PngFiles.Noise(10, 11));
        Assert.NotEqual(before, Open().Fingerprint);
    }

    [Fact]
    public void Statistics_are_cached_by_fingerprint_and_survive_a_damaged_cache()
    {
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        using var cache = new TempFolder();
        var first = Open(cache: cache.Root);
        string file = cache.Path($"normalization/{first.Fingerprint}.json");
        Assert.True(File.Exists(file));
        File.WriteAllText(file, """{"Mean":[1,2,3],"Std":[4,5,6]}""");
        Assert.Equal(new Normalization([1, 2, 3], [4, 5, 6]), Open(cache: cache.Root).Normalization);
        foreach (string damaged in (string[])["", "{", "[]", "null", """{"Mean":[1],"Std":[1]}""", """{"Mean":[1,2,3],"Std":[0,0,0]}"""])
        {
            File.WriteAllText(file, damaged);
            Assert.Equal(first.Normalization, Open(cache: cache.Root).Normalization);
        }
    }

    [Fact]
    public void Images_decide_the_default_size()
    {
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        Assert.Equal(10, Open().Train.Shape.Width);
        Assert.Equal(24, Open(new DataOptions { ImageSize = 24 }).Train.Shape.Width);
        Assert.Throws<ArgumentException>(() => Open(new DataOptions { ImageSize = 7 }));
    }

    [Theory]
    [InlineData("no train", "expected a folder 'train'")]
    [InlineData("empty", "at least two class folders")]
    [InlineData("one class", "at least two class folders")]
    [InlineData("empty class", "got 0 files")]
    [InlineData("class of text files", "got 1 files, none of them .png, .jpg or .jpeg")]
    [InlineData("unknown class in test", "no class of this name")]
    [InlineData("folder called a.png", "got a folder")]
    [InlineData("webp", "images of kind .webp are not read")]
    [InlineData("too few to split", "at least 3 images per class")]
    [InlineData("broken image", "0.png, byte ")]
    [InlineData("empty image", "an empty file")]
    [InlineData("text as image", "got a text file")]
    public void Refuses(string what, string because)
    {
        Fill("train", 4, "a", "b");
        Fill("test", 1, "a", "b");
        switch (what)
        {
            case "no train": Directory.Delete(_folder.Path("train"), recursive: true); break;
            case "empty": Empty(); break;
            case "one class": Directory.Delete(_folder.Path("train/b"), recursive: true); break;
            case "empty class": Directory.CreateDirectory(_folder.Path("train/c")); break;
            case "class of text files": _folder.Write("train/c/readme.txt", "x"u8); break;
            case "unknown class in test": Fill("test", 1, "zebra"); break;
            case "folder called a.png": Directory.CreateDirectory(_folder.Path("train/a/a.png")); break;
            case "webp": _folder.Write("train/a/1.WEBP", "x"u8); break;
            case "too few to split": Empty(); Fill(".", 2, "a", "b"); break;
            case "broken image": _folder.Write("train/a/0.png", PngFiles.Noise(10, 10).AsSpan(..^20)); break;
            case "empty image": _folder.Write("train/a/0.png", []); break;
            case "text as image": _folder.Write("train/a/0.png", "no picture"u8); break;
            default: throw new ArgumentException(what);
        }
        Assert.Contains(because, Hostile.Refused(() => Open()), StringComparison.Ordinal);
    }

    [Fact]
    public void Strange_names_are_read_or_refused()
    {
        if (OperatingSystem.IsWindows()) return; // Its file systems refuse these names themselves.
        Fill("train", 1, "a", "A", "..b", new string('c', 255));
        Fill("test", 1, "a");
        Assert.Equal(4, Open().Train.Classes.Count + 1); // ..b is hidden, like every name that starts with a dot
        foreach (string name in (string[])["new\nline", "right\u202Eleft", "bell\a"])
        {
            Fill("train", 1, name);
            Assert.Contains("invisible characters", Hostile.Refused(() => Open()), StringComparison.Ordinal);
            Directory.Delete(_folder.Path($"train/{name}"), recursive: true);
        }
    }

    [Fact]
    public void Pipes_and_devices_in_place_of_images_do_not_hang()
    {
        if (OperatingSystem.IsWindows()) return; // There are none of this kind.
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        using (var mkfifo = Process.Start("mkfifo", _folder.Path("train/a/pipe.png"))) mkfifo.WaitForExit();
        Assert.Contains("a pipe or a device", Hostile.Refused(() => Open()), StringComparison.Ordinal);
        File.Delete(_folder.Path("train/a/pipe.png"));
        File.CreateSymbolicLink(_folder.Path("train/a/zero.png"), "/dev/zero");
        Assert.Contains("a pipe or a device", Hostile.Refused(() => Open()), StringComparison.Ordinal);
    }

    private void Empty()
    {
        foreach (string folder in Directory.GetDirectories(_folder.Root)) Directory.Delete(folder, recursive: true);
    }

    private DataSplits Open(DataOptions? options = null, string cache = "") => Open(_folder.Root, options ?? new DataOptions(), cache);

    private static DataSplits Open(string folder, DataOptions options, string cache = "") =>
        DatasetCatalog.Open("image-folder", options with { Directory = folder, CacheDirectory = cache });

    private void Fill(string split, int images, params string[] classes)
    {
        foreach (string name in classes)
            for (int i = 0; i < images; i++)
                _folder.Write($"{split}/{name}/{i}.png",
                    PngFiles.Plain([.. IdxFiles.Noise(360).Select(b => (byte)(b + 7 * i + name[0]))], 10, 12));
    }
}
