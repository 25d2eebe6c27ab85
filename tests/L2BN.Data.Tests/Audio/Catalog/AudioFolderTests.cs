using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Catalog;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Catalog;

public class AudioFolderTests
{
    [Fact]
    public void Classes_are_folders_in_order()
    {
        using TempFolder folder = Make("train/b/2.WAV", "train/b/1.wav", "train/a/x.wav", "test/a/y.wav", "test/b/z.wav");
        DataSplits data = Open(folder);
        Assert.Equal(["a", "b"], data.Train.Classes);
        Assert.Equal(["train/a/x.wav", "train/b/1.wav", "train/b/2.WAV"], ((ClipDataset)data.Train).Clips.Select(clip => clip.Name));
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(data.Train.Label));
        Assert.Equal(2, data.Test.Count);
        Assert.Null(data.Validation);
    }

    [Fact]
    public void Val_is_tested_on_where_there_is_no_test()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/1.wav", "val/a/y.wav", "val/b/z.wav");
        Assert.Equal("audio-folder/test", Open(folder).Test.Name);
        folder.Write("test/a/q.wav", SoundFolders.Noise(77));
        folder.Write("test/b/q.wav", SoundFolders.Noise(78));
        DataSplits data = Open(folder);
        Assert.Equal((2, 2), (data.Test.Count, data.Validation!.Count));
        Assert.StartsWith("val/", ((ClipDataset)data.Validation).Clips[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_folders_alone_are_divided_by_the_seed()
    {
        using TempFolder folder = Make([.. Enumerable.Range(0, 20).Select(i => $"{"ab"[i % 2]}/{i}.wav")]);
        DataSplits data = Open(folder);
        Assert.Equal((16, 2, 2), (data.Train.Count, data.Test.Count, data.Validation!.Count));
    }

    [Fact]
    public void Unknown_layouts_are_refused()
    {
        Refused("expected a folder 'train'", "test/a/x.wav");
        Refused("at least 3 sounds per class", "train/a/x.wav", "train/b/x.wav");
        Refused("at least two class folders with sounds, got 1", "train/a/x.wav", "test/a/y.wav");
        Refused("expected a class of the training split (a, b), got 'c'", "train/a/x.wav", "train/b/x.wav", "test/a/x.wav", "test/c/x.wav");
    }

    [Theory]
    [InlineData("x.txt", "read me", "expected sounds in the class folder, got 1 text file (c/x.txt)")]
    [InlineData("x.mp3", "ID3\u0003\0\0", "expected WAV, got 1 MP3 file (c/x.mp3)")]
    [InlineData("x", "fLaC\0\0", "expected WAV, got 1 FLAC file (c/x)")]
    public void Classes_without_readable_sounds_are_refused(string name, string content, string message)
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/x.wav", "test/a/x.wav");
        folder.Write($"train/c/{name}", System.Text.Encoding.ASCII.GetBytes(content));
        Assert.Contains(message, Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sounds_are_found_by_content_and_other_files_are_counted_once()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/a/no-extension", "train/b/1.rf64", "test/a/y.audio", "test/b/z.WAV");
        folder.Write("train/b/1.rf64", WaveBuilder.Rf64(WaveBuilder.Format(1, 1, 8000, 16), SoundFolders.Noise(9)[44..]));
        foreach (string hidden in (string[])["train/a/._x.wav", "train/b/.DS_Store", "test/a/.hidden"])
            folder.Write(hidden, SoundFolders.Noise(5));
        folder.Write("train/a/notes.txt", "read me"u8);
        folder.Write("train/b/cover.jpg", [0xFF, 0xD8, 0xFF, 0xE0]);
        DataSplits data = Open(folder);
        Assert.Equal(
            ["train/a/no-extension", "train/a/x.wav", "train/b/1.rf64"],
            ((ClipDataset)data.Train).Clips.Select(clip => clip.Name));
        Assert.Equal(2, data.Test.Count);
        Assert.Equal($"{folder.Path("train")}: files that are not read: 1 text file (a/notes.txt) and 1 JPEG image (b/cover.jpg).",
            Assert.Single(data.Warnings));
    }

    [Fact]
    public void Files_that_are_not_sound_are_refused()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", "not a sound"u8);
        Assert.Contains(
            "x.wav, byte 0: expected a WAV file, got a text file",
            Hostile.Refused(() => Open(folder)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_can_be_read_leniently()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", SoundFolders.Noise(1).AsSpan(0, 5000));
        Assert.Contains("expected a chunk 'data' of 16000 bytes", Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
        DataSplits lenient = Open(folder, AudioTolerance.Lenient);
        Assert.StartsWith($"{folder.Root}: 1 of 4 sound files break a rule of their format and are read as far as they go. The first: ",
            Assert.Single(lenient.Warnings), StringComparison.Ordinal);
        lenient.Train.Read(0, new float[lenient.Train.Shape.Size]);
    }

    [Fact]
    public void Harmless_faults_are_one_warning_or_refused_by_strict_reading()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", WaveBuilder.Pcm(1, 8000, 8, 1, 2, 3).AsSpan()[..^1]);
        folder.Write("test/b/z.wav", WaveBuilder.Pcm(1, 8000, 8, 4, 5, 6).AsSpan()[..^1]);
        DataSplits data = Open(folder);
        string warning = Assert.Single(data.Warnings);
        Assert.StartsWith(
            $"{folder.Root}: 2 of 4 sound files break a rule of their format without a sample in doubt, and are read. The first: ",
            warning,
            StringComparison.Ordinal);
        Assert.Contains("x.wav, byte 4: expected a file of", warning, StringComparison.Ordinal);
        string refused = Hostile.Refused(() => Open(folder, AudioTolerance.Strict));
        Assert.Contains("2 of 4 sound files cannot be read", refused, StringComparison.Ordinal);
        Assert.All((string[])["x.wav", "z.wav"], name => Assert.Contains(name, refused, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_a_warning()
    {
        using TempFolder folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        string file = folder.Write("file", [1]);
        DataSplits data = DatasetCatalog.Open("audio-folder", new DataOptions { Directory = folder.Root, CacheDirectory = file });
        Assert.Contains("features cannot be cached here", Assert.Single(data.Warnings), StringComparison.Ordinal);
        data.Train.Read(0, new float[data.Train.Shape.Size]);
    }

    private static TempFolder Make(params string[] files)
    {
        var folder = new TempFolder();
        for (int i = 0; i < files.Length; i++)
            folder.Write(files[i], SoundFolders.Noise((uint)i));
        return folder;
    }

    private static void Refused(string message, params string[] files)
    {
        using TempFolder folder = Make(files);
        Assert.Contains(message, Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
    }

    private static DataSplits Open(TempFolder folder, AudioTolerance tolerance = AudioTolerance.Standard) =>
        DatasetCatalog.Open("audio-folder", new DataOptions
        {
            Directory = folder.Root,
            CacheDirectory = folder.Path("cache"),
            Audio = new AudioOptions { Tolerance = tolerance },
        });
}
