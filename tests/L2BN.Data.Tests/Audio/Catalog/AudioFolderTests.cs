using L2BN.Data.Audio;

namespace L2BN.Data.Tests.Audio;

public class AudioFolderTests
{
    [Fact]
    public void Classes_are_folders_in_order()
    {
        using var folder = Make("train/b/2.WAV", "train/b/1.wav", "train/a/x.wav", "train/a/notes.txt", "test/a/y.wav", "test/b/z.wav");
        var data = Open(folder);
        Assert.Equal(["a", "b"], data.Train.Classes);
        Assert.Equal(["train/a/x.wav", "train/b/1.wav", "train/b/2.WAV"], ((ClipDataset)data.Train).Clips.Select(clip => clip.Name));
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(data.Train.Label));
        Assert.Equal(2, data.Test.Count);
        Assert.Null(data.Validation);
    }

    [Fact]
    public void Val_is_tested_on_where_there_is_no_test()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "val/a/y.wav", "val/b/z.wav");
        Assert.Equal("audio-folder/test", Open(folder).Test.Name);
        folder.Write("test/a/q.wav", SoundFolders.Noise(77));
        folder.Write("test/b/q.wav", SoundFolders.Noise(78));
        var data = Open(folder);
        Assert.Equal((2, 2), (data.Test.Count, data.Validation!.Count));
        Assert.StartsWith("val/", ((ClipDataset)data.Validation).Clips[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_folders_alone_are_divided_by_the_seed()
    {
        using var folder = Make([.. Enumerable.Range(0, 20).Select(i => $"{"ab"[i % 2]}/{i}.wav")]);
        var data = Open(folder);
        Assert.Equal((16, 2, 2), (data.Train.Count, data.Test.Count, data.Validation!.Count));
    }

    [Fact]
    public void Unknown_layouts_are_refused()
    {
        Refused("expected a folder 'train'", "test/a/x.wav");
        Refused("at least 3 sounds per class", "train/a/x.wav", "train/b/x.wav");
        Refused("at least two class folders with sounds, got 1; lay the sounds out as train/CLASS/*.wav", "train/a/x.wav", "test/a/y.wav");
        Refused("no class of this name", "train/a/x.wav", "train/b/x.wav", "test/a/x.wav", "test/c/x.wav");
        Refused("expected sounds in the class folder, got 1 files, none of them .wav", "train/a/x.wav", "train/b/x.txt", "test/a/x.wav",
            "test/b/x.wav");
        Refused("sounds of kind .mp3 are not read; convert it to WAV", "train/a/x.wav", "train/b/x.mp3", "test/a/x.wav", "test/b/x.wav");
    }

    [Fact]
    public void Files_that_are_not_sound_are_refused()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", "not a sound"u8);
        Assert.Contains("x.wav, byte 0: expected a WAV file, got a text file", Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_can_be_read_leniently()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
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
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", WaveBuilder.Pcm(1, 8000, 8, 1, 2, 3).AsSpan()[..^1]);
        folder.Write("test/b/z.wav", WaveBuilder.Pcm(1, 8000, 8, 4, 5, 6).AsSpan()[..^1]);
        DataSplits data = Open(folder);
        string warning = Assert.Single(data.Warnings);
        Assert.StartsWith($"{folder.Root}: 2 of 4 sound files break a rule of their format without a sample in doubt, and are read. The first: ",
            warning, StringComparison.Ordinal);
        Assert.Contains("x.wav, byte 4: expected a file of", warning, StringComparison.Ordinal);
        string refused = Hostile.Refused(() => Open(folder, AudioTolerance.Strict));
        Assert.Contains("2 of 4 sound files cannot be read", refused, StringComparison.Ordinal);
        Assert.All((string[])["x.wav", "z.wav"], name => Assert.Contains(name, refused, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_a_warning()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        string file = folder.Write("file", [1]);
        var data = DatasetCatalog.Open("audio-folder", new DataOptions { Directory = folder.Root, CacheDirectory = file });
        Assert.Contains("features cannot be cached here", Assert.Single(data.Warnings), StringComparison.Ordinal);
        data.Train.Read(0, new float[data.Train.Shape.Size]);
    }

    private static TempFolder Make(params string[] files)
    {
        var folder = new TempFolder();
        for (int i = 0; i < files.Length; i++) folder.Write(files[i], SoundFolders.Noise((uint)i));
        return folder;
    }

    private static void Refused(string message, params string[] files)
    {
        using var folder = Make(files);
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
