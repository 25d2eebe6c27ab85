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
    public void Layouts_that_are_no_layout_are_told()
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
    public void Files_that_are_no_sound_are_told_when_they_are_read()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", "not a sound"u8);
        var data = Open(folder);
        Assert.Contains("RIFF", Hostile.Refused(() => data.Train.Read(0, new float[data.Train.Shape.Size])), StringComparison.Ordinal);
    }

    [Fact]
    public void Lenient_reading_can_be_asked_for()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        folder.Write("train/a/x.wav", SoundFolders.Noise(1).AsSpan(0, 5000));
        var strict = Open(folder);
        Hostile.Refused(() => strict.Train.Read(0, new float[strict.Train.Shape.Size]));
        var lenient = DatasetCatalog.Open("audio-folder",
            new DataOptions { Directory = folder.Root, CacheDirectory = "", Audio = new AudioOptions { Lenient = true } });
        lenient.Train.Read(0, new float[lenient.Train.Shape.Size]);
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_a_warning()
    {
        using var folder = Make("train/a/x.wav", "train/b/1.wav", "test/a/y.wav", "test/b/z.wav");
        string file = folder.Write("file", [1]);
        var data = DatasetCatalog.Open("audio-folder", new DataOptions { Directory = folder.Root, CacheDirectory = file });
        Assert.Contains("features cannot be kept here", Assert.Single(data.Warnings), StringComparison.Ordinal);
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

    private static DataSplits Open(TempFolder folder) =>
        DatasetCatalog.Open("audio-folder", new DataOptions { Directory = folder.Root, CacheDirectory = folder.Path("cache") });
}
