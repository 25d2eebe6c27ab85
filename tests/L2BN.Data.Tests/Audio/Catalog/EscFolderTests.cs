using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;
using L2BN.Data.Catalog;
using L2BN.Data.Splits;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Catalog;

public class EscFolderTests
{
    [Fact]
    public void One_fold_is_the_test_split_and_the_others_are_the_training_split()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 50);
        for (int fold = 1; fold <= 5; fold++)
        {
            DataSplits data = Open(folder, "esc50", fold);
            Assert.Equal((200, 50, 50), (data.Train.Count, data.Test.Count, data.Train.Classes.Count));
            Assert.All(Clips(data.Test), clip => Assert.StartsWith($"audio/{fold}-", clip.Name, StringComparison.Ordinal));
            Assert.Empty(Clips(data.Test).Select(clip => clip.Name).Intersect(Clips(data.Train).Select(clip => clip.Name)));
            Assert.Empty(data.Warnings);
        }
    }

    [Fact]
    public void Esc10_has_the_clips_that_the_table_flags()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 50);
        DataSplits data = Open(folder, "esc10", fold: 2);
        Assert.Equal((40, 10), (data.Train.Count, data.Test.Count));
        Assert.Equal("sound_z0 sound_y1 sound_x2 sound_w3 sound_v4 sound_u5 sound_t6 sound_s7 sound_r8 sound_q9",
            string.Join(' ', data.Train.Classes));
        Assert.All(Clips(data.Test), clip => Assert.EndsWith($"-A-{clip.Label}.wav", clip.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_are_features_of_the_clips()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        DataSplits data = Open(folder, "esc10", fold: 1);
        Assert.Equal(new SampleShape(3, 128, 208), data.Train.Shape);
        float[] sample = new float[data.Test.Shape.Size], expected = new float[sample.Length];
        data.Test.Read(3, sample);
        new ClipFeatures(LogMelOptions.FiveSeconds22050).Compute(Clips(data.Test)[3].Path, expected);
        Assert.Equal(expected, sample);
        Assert.Equal(new Normalization([0, 0, 0], [1, 1, 1]), data.Normalization);
    }

    [Fact]
    public void Features_may_be_chosen_and_are_then_standardized_where_they_need_it()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        LogMelOptions features = LogMelOptions.FiveSeconds22050 with
        {
            ClipSamples = 22_050,
            Deltas = false,
            Scaling = FeatureScaling.None,
            Mel = new MelOptions { NMels = 32 }
        };
        DataSplits data = DatasetCatalog.Open("esc10",
            new DataOptions { Directory = folder.Root, CacheDirectory = "", Audio = new AudioOptions { Features = features } });
        Assert.Equal(new SampleShape(1, 32, 44), data.Train.Shape);
        Assert.Equal(Normalization.Compute(data.Train), data.Normalization);
        Assert.NotEqual(Open(folder, "esc10", 1).Fingerprint, data.Fingerprint);
    }

    [Fact]
    public void Standardization_is_an_option()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        DataSplits data = DatasetCatalog.Open("esc10",
            new DataOptions
            {
                Directory = folder.Root,
                CacheDirectory = folder.Path("cache"),
                Audio = new AudioOptions { Standardize = true }
            });
        Assert.Equal(Normalization.Compute(data.Train), data.Normalization);
        Assert.True(data.Normalization.Std[0] > 5 * data.Normalization.Std[1]);
    }

    [Fact]
    public void More_bands_than_frequencies_are_a_warning()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        LogMelOptions features = LogMelOptions.FiveSeconds22050 with { Mel = new MelOptions { NMels = 512 } };
        DataSplits data = DatasetCatalog.Open("esc10",
            new DataOptions { Directory = folder.Root, CacheDirectory = "", Audio = new AudioOptions { Features = features } });
        Assert.Contains("of 512 mel bands contain no frequency", Assert.Single(data.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_depends_on_content_and_fold_not_on_the_path()
    {
        using TempFolder one = new(), two = new();
        one.WriteEsc(classes: 10);
        two.WriteEsc(classes: 10);
        Assert.Equal(Open(one, "esc10", 1).Fingerprint, Open(two, "esc10", 1).Fingerprint);
        Assert.NotEqual(Open(one, "esc10", 1).Fingerprint, Open(one, "esc10", 2).Fingerprint);
        two.Write("audio/1-100-A-0.wav", SoundFolders.Noise(99));
        Assert.NotEqual(Open(one, "esc10", 1).Fingerprint, Open(two, "esc10", 1).Fingerprint);
    }

    [Fact]
    public void The_folder_of_the_archive_is_found()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        Directory.CreateDirectory(folder.Path("outer/ESC-50-master"));
        Directory.Move(folder.Path("audio"), folder.Path("outer/ESC-50-master/audio"));
        Directory.Move(folder.Path("meta"), folder.Path("outer/ESC-50-master/meta"));
        Assert.Equal(10, DatasetCatalog.Open("esc10",
            new DataOptions { Directory = folder.Path("outer"), CacheDirectory = "" }).Test.Count);
    }

    [Fact]
    public void Folds_out_of_range_are_refused()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        Assert.Contains("from 1 to 5, got 6", Assert.Throws<ArgumentException>(() => Open(folder, "esc10", 6))
            .Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 5, got 0", Assert.Throws<ArgumentException>(() => Open(folder, "esc10", 0))
            .Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.wav,6,0,dog,True,1,A", "line 52: expected a fold from 1 to 5, got '6'")]
    [InlineData("x.wav,NaN,0,dog,True,1,A", "expected a fold from 1 to 5, got 'NaN'")]
    [InlineData("x.wav,-1,0,dog,True,1,A", "expected a fold from 1 to 5, got '-1'")]
    [InlineData("x.wav,\"1,5\",0,dog,True,1,A", "expected a fold from 1 to 5, got '1,5'")]
    [InlineData("x.wav,١,0,dog,True,1,A", "expected a fold from 1 to 5, got '١'")]
    [InlineData("x.wav,1,50,dog,True,1,A", "expected a target from 0 to 49, got '50'")]
    [InlineData("x.wav,1,0,dog,yes,1,A", "expected True or False in column esc10, got 'yes'")]
    [InlineData("x.wav,1,0,dog,True,1,A", "one category for each target")]
    [InlineData("x.wav,1,11,sound_z0,True,1,A", "one target for each category")]
    [InlineData("x.wav,1,11,dog,True,1,A", "expected the 10 classes of esc10, got 11")]
    [InlineData("../../x.wav,1,0,sound_z0,True,1,A", "expected a file name inside the data folder")]
    [InlineData("1-100-A-0.wav,1,1,sound_y1,True,1,A", "is listed with different classes")]
    public void Invalid_rows_are_refused(string row, string message)
    {
        using var folder = new TempFolder();
        folder.WriteEscTable([.. folder.WriteEsc(classes: 10), row]);
        Assert.Contains(message, Hostile.Refused(() => Open(folder, "esc10", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_classes_are_refused_as_esc50()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        Assert.Contains("choose esc10", Hostile.Refused(() => Open(folder, "esc50", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_clip_ten_thousand_times_is_used_once()
    {
        using var folder = new TempFolder();
        List<string> rows = folder.WriteEsc(classes: 10);
        folder.WriteEscTable([.. rows, .. Enumerable.Repeat(rows[1], 10_000)]);
        DataSplits data = Open(folder, "esc10", 1);
        Assert.Equal(10, data.Test.Count);
        Assert.Contains("10000 of 10010 rows list a clip again (audio/1-100-A-0.wav)", Assert.Single(data.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_table_is_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("esc50.csv", Hostile.Refused(() => Open(folder, "esc10", 1)), StringComparison.Ordinal);
    }

    private static DataSplits Open(TempFolder folder, string name, int fold) =>
        DatasetCatalog.Open(name, new DataOptions { Directory = folder.Root, Fold = fold, CacheDirectory = folder.Path("cache") });

    private static IReadOnlyList<Clip> Clips(IDataset data) => Assert.IsType<ClipDataset>(data).Clips;
}
