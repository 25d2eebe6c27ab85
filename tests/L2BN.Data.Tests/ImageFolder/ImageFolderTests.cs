using System.Diagnostics;
using L2BN.Data.Catalog;
using L2BN.Data.ImageFolder;
using L2BN.Data.Splits;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.ImageFolder;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_train_and_test_with_classes_in_ordinal_order()
    {
        Fill("train", 3, "cat", "Dog", "ant");
        Fill("test", 1, "Dog", "cat");
        DataSplits splits = Open();
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
        FolderSplit layout = ClassFolders.List(_folder.Path("train"), FolderKind.Images);
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
        DataSplits splits = Open();
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

    [Theory]
    [InlineData("Train", "Test", null)]
    [InlineData("TRAINING", "testing", null)]
    [InlineData("train", "eval", null)]
    [InlineData("train", "Evaluation", "Dev")]
    [InlineData("train", "valid", null)]
    [InlineData("train", "dev", null)]
    [InlineData("train", "test", "validation")]
    public void The_usual_names_of_splits_are_recognized_without_case(string train, string test, string? validation)
    {
        Fill(train, 4, "a", "b");
        Fill(test, 1, "a", "b");
        if (validation is not null)
            Fill(validation, 3, "a");
        DataSplits splits = Open();
        Assert.Equal((8, 2, validation is null ? null : 3), (splits.Train.Count, splits.Test.Count, splits.Validation?.Count));
        Assert.Empty(splits.Warnings);
    }

    [Theory]
    [InlineData("bus", "car", "train")]
    [InlineData("bus", "dev", "test")]
    public void Classes_may_have_names_of_splits(params string[] classes)
    {
        Fill(".", 5, classes);
        DataSplits splits = Open();
        Assert.Equal(classes, splits.Train.Classes);
        Assert.Equal(15, splits.Train.Count + splits.Test.Count + splits.Validation!.Count);
    }

    [Fact]
    public void Folders_and_files_that_are_not_used_are_named()
    {
        Fill("train", 4, "a", "b");
        Fill("test", 1, "a", "b");
        Fill("unlabeled", 2, "a");
        Fill("testing", 1, "a");
        _folder.Write("cover.png", PngFiles.Noise(4, 4));
        _folder.Write("notes/readme.txt", "no image"u8);
        _folder.Write(".hidden/a.png", PngFiles.Noise(4, 4));
        _folder.Write("train/loose.jpg", PngFiles.Noise(4, 4));
        _folder.Write("train/a/labels.csv", "a,b"u8);
        _folder.Write("train/b/Thumbs.db", [0xD0, 0xCF, 0x11, 0xE0, 0xA1]);
        _folder.Write("train/b/._1.png", [0, 5, 22, 7]);
        string[] warnings = [.. Open().Warnings.Select(warning => warning.Replace(_folder.Root, "ROOT", StringComparison.Ordinal))];
        Assert.Equal(
        [
            "ROOT/train: files that are not read: 1 text file (a/labels.csv) and 1 file of unknown content (b/Thumbs.db).",
            "ROOT/train: images beside the class folders that are not used: 1 (loose.jpg).",
            "ROOT: images that are not used: cover.png, testing, unlabeled; the splits are train, test.",
        ], warnings);
    }

    /// <summary>The name decides nothing: what a decoder recognizes is read.</summary>
    [Fact]
    public void Images_with_any_name_are_read()
    {
        Fill("train", 4, "a", "b");
        Fill("test", 1, "a", "b");
        byte[] png = PngFiles.Plain(IdxFiles.Noise(360), 10, 12), ppm = [.. "P6 10 12 255\n"u8, .. IdxFiles.Noise(360)];
        foreach (string name in (string[])["4", "5.dat", "6.gif", "7.jfif", "8.JPE"])
            _folder.Write($"train/a/{name}", png);
        foreach (string name in (string[])["9.ppm", "10.PGM", "11"])
            _folder.Write($"train/a/{name}", ppm);
        DataSplits splits = Open();
        Assert.Equal(16, splits.Train.Count);
        Assert.Empty(splits.Warnings);
        float[] sample = new float[300];
        Assert.All(Enumerable.Range(0, splits.Train.Count), i => splits.Train.Read(i, sample));
    }

    /// <summary>é as one character and as e with an accent: the folders look the same in every list.</summary>
    [Fact]
    public void Class_names_in_two_normal_forms_show_their_code_points()
    {
        Fill("train", 4, "caf\u00E9", "b");
        Fill("test", 1, "cafe\u0301");
        string message = Hostile.Refused(() => Open());
        Assert.Contains("'caf\u00E9' (c a f U+00E9)", message, StringComparison.Ordinal);
        Assert.Contains("'cafe\u0301' (c a f e U+0301), which looks the same", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_folders_alone_are_split_by_the_seed()
    {
        Fill(".", 30, "a", "b");
        (DataSplits one, DataSplits same, DataSplits other) = (Open(), Open(), Open(new DataOptions { Seed = 1 }));
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
        DataSplits first = Open(cache: cache.Root);
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
    [InlineData("empty class", "got no files")]
    [InlineData("class of text files", "got 1 text file (c/readme.txt); fill the folder or remove it")]
    [InlineData("unknown class in test", "expected a class of the training split (a, b), got 'zebra'")]
    [InlineData("folder called a.png", "got a folder")]
    [InlineData("webp", "got 1 .webp file (a/1.WEBP); convert or remove them")]
    [InlineData("images of two other formats", "got 4 GIF images (a/1.gif, a/2.gif, a/3, …) and 1 WebP image (b/1.webp)")]
    [InlineData(
        "test without class folders",
        "expected class folders, as the training split has, with images, got 0 class folders and 1 other files")]
    [InlineData("val without class folders", "got 0 class folders and 1 other files")]
    [InlineData("empty test", "got 0 class folders and 0 other files")]
    [InlineData("test of empty class folders", "got no files")]
    [InlineData("images without class folders", "got 0 class folders and 1 other files")]
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
            case "no train": Delete("train"); break;
            case "empty": Empty(); break;
            case "one class": Delete("train/b"); break;
            case "empty class": Directory.CreateDirectory(_folder.Path("train/c")); break;
            case "class of text files": _folder.Write("train/c/readme.txt", "x"u8); break;
            case "unknown class in test": Fill("test", 1, "zebra"); break;
            case "folder called a.png": Directory.CreateDirectory(_folder.Path("train/a/a.png")); break;
            case "images of two other formats":
                foreach (string name in (string[])["1.gif", "2.gif", "3", "4"])
                    _folder.Write($"train/a/{name}", "GIF89a"u8);
                _folder.Write("train/b/1.webp", "RIFF....WEBPVP8 "u8);
                break;
            case "test without class folders":
                Delete("test");
                _folder.Write("test/1.png", PngFiles.Noise(10, 10));
                break;
            case "val without class folders":
                _folder.Write("val/1.png", PngFiles.Noise(10, 10));
                break;
            case "empty test":
                Delete("test");
                Directory.CreateDirectory(_folder.Path("test"));
                break;
            case "test of empty class folders":
                Delete("test");
                Directory.CreateDirectory(_folder.Path("test/a"));
                break;
            case "images without class folders":
                Empty();
                _folder.Write("train/1.png", PngFiles.Noise(10, 10));
                _folder.Write("test/1.png", PngFiles.Noise(10, 10));
                break;
            case "webp":
                _folder.Write("train/a/1.WEBP", "x"u8);
                break;
            case "too few to split":
                Empty();
                Fill(".", 2, "a", "b");
                break;
            case "broken image":
                _folder.Write("train/a/0.png", PngFiles.Noise(10, 10).AsSpan(..^20));
                break;
            case "empty image":
                _folder.Write("train/a/0.png", []);
                break;
            case "text as image":
                _folder.Write("train/a/0.png", "no picture"u8);
                break;
            default:
                throw new ArgumentException(what);
        }
        Assert.Contains(because, Hostile.Refused(() => Open()), StringComparison.Ordinal);
    }

    [Fact]
    public void Strange_names_are_read_or_refused()
    {
        if (OperatingSystem.IsWindows())
            return; // Its file systems refuse these names themselves.
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
        if (OperatingSystem.IsWindows())
            return; // There are none of this kind.
        Fill("train", 2, "a", "b");
        Fill("test", 1, "a");
        using (var mkfifo = Process.Start("mkfifo", _folder.Path("train/a/pipe.png")))
            mkfifo.WaitForExit();
        Assert.Contains("a pipe or a device", Hostile.Refused(() => Open()), StringComparison.Ordinal);
        File.Delete(_folder.Path("train/a/pipe.png"));
        File.CreateSymbolicLink(_folder.Path("train/a/zero.png"), "/dev/zero");
        Assert.Contains("a pipe or a device", Hostile.Refused(() => Open()), StringComparison.Ordinal);
    }

    private void Delete(string folder) => Directory.Delete(_folder.Path(folder), recursive: true);

    private void Empty()
    {
        foreach (string folder in Directory.GetDirectories(_folder.Root))
            Directory.Delete(folder, recursive: true);
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
