using L2BN.Data.Audio.Augmentation;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;
using L2BN.Data.Catalog;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Catalog;

public class Tau2020FolderTests
{
    [Fact]
    public void The_splits_are_those_of_the_lists()
    {
        using var folder = new TempFolder();
        folder.WriteTau();
        DataSplits data = Open(folder);
        Assert.Equal((20, 10), (data.Train.Count, data.Test.Count));
        Assert.Null(data.Validation);
        Assert.Equal(SoundFolders.Scenes, data.Train.Classes);
        Assert.Equal(new SampleShape(3, 128, 423), data.Test.Shape);
        Assert.All(((ClipDataset)data.Test).Clips,
            clip => Assert.StartsWith($"audio/{SoundFolders.Scenes[clip.Label]}-", clip.Name, StringComparison.Ordinal));
        Assert.Empty(data.Warnings);
    }

    [Fact]
    public void Clips_of_24_bits_become_features()
    {
        using var folder = new TempFolder();
        folder.WriteTau(samples: 441_000);
        DataSplits data = Open(folder);
        float[] sample = new float[data.Test.Shape.Size];
        data.Test.Read(0, sample);
        Assert.InRange(sample[..(128 * 423)].Max(), 0.9f, 1);
        Assert.True(sample.Distinct().Count() > 1000);
    }

    /// <summary>The lists in circulation name a few clips that the final release lacks.</summary>
    [Fact]
    public void A_few_missing_clips_are_left_out_with_a_warning()
    {
        using var folder = new TempFolder();
        folder.WriteTau(extraTrain: "\naudio/bus-paris-1-2-a.wav\tbus\naudio/tram-paris-1-2-a.wav\ttram");
        DataSplits data = Open(folder);
        Assert.Equal(20, data.Train.Count);
        string warning = Assert.Single(data.Warnings);
        Assert.Contains("fold1_train.csv: 2 of 22 listed clips do not exist (audio/bus-paris-1-2-a.wav, audio/tram-paris-1-2-a.wav)",
            warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_download_is_refused()
    {
        using var folder = new TempFolder();
        folder.WriteTau();
        foreach (string file in Directory.GetFiles(folder.Path("audio"), "*-a.wav"))
            File.Delete(file);
        Assert.Contains("10 of 20 listed clips do not exist", Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_in_both_lists_is_a_warning()
    {
        using var folder = new TempFolder();
        folder.WriteTau(extraTest: "audio/airport-lisbon-1000-40000-a.wav\tairport\r\n");
        DataSplits data = Open(folder);
        Assert.Equal(11, data.Test.Count);
        Assert.Contains("1 of 11 test clips are training clips too (audio/airport-lisbon-1000-40000-a.wav)", Assert.Single(data.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_under_another_name_is_a_warning_too()
    {
        using var folder = new TempFolder();
        folder.WriteTau(extraTest: "audio/copy.wav\tairport\r\n");
        File.Copy(folder.Path("audio/airport-lisbon-1000-40000-a.wav"), folder.Path("audio/copy.wav"));
        Assert.Contains("(audio/copy.wav)", Assert.Single(Open(folder).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\naudio/x.wav\tmoon", "line 22: expected one of airport, bus,")]
    [InlineData("\n../x.wav\tbus", "line 22: expected a file name inside the data folder")]
    [InlineData("\n/etc/passwd\tbus", "expected a file name inside the data folder")]
    [InlineData("\nx.wav", "line 22: expected 2 fields")]
    public void Invalid_rows_are_refused(string row, string message)
    {
        using var folder = new TempFolder();
        folder.WriteTau(extraTrain: row);
        Assert.Contains(message, Hostile.Refused(() => Open(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_archive_is_found()
    {
        using TempFolder folder = new(), outer = new();
        folder.WriteTau();
        string inner = outer.Path("TAU-urban-acoustic-scenes-2020-mobile-development");
        Directory.Move(folder.Root, inner);
        Directory.CreateDirectory(folder.Root);
        Assert.Equal(10, Open(outer).Test.Count);
    }

    [Fact]
    public void There_are_no_folds_to_choose()
    {
        using var folder = new TempFolder();
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Open("tau2020", new DataOptions { Directory = folder.Root, Fold = 1 }));
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Open("tau2020", new DataOptions { Directory = folder.Root, ImageSize = 32 }));
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Open("fashion-mnist-mini", new DataOptions { Audio = new AudioOptions() }));
    }

    [Fact]
    public void Training_sees_crops_and_evaluation_the_full_length()
    {
        using var folder = new TempFolder();
        folder.WriteTau();
        DataSplits data = Open(folder);
        var augmentation = new AugmentationChain(new FrequencyMask(), new TimeMask(), new TimeCrop(400));
        using Batch training =
            new BatchStream(data.Train, new BatchOptions { BatchSize = 4, Augmentation = augmentation }).Epoch(0).First();
        using Batch evaluation = new BatchStream(data.Test, new BatchOptions { BatchSize = 4 }).Epoch(0).First();
        Assert.Equal((new SampleShape(3, 128, 400), new SampleShape(3, 128, 423)), (training.Shape, evaluation.Shape));
        Assert.Equal(4 * 3 * 128 * 400, training.Inputs.Length);
    }

    private static DataSplits Open(TempFolder folder) =>
        DatasetCatalog.Open("tau2020", new DataOptions { Directory = folder.Root, CacheDirectory = folder.Path("cache") });
}
