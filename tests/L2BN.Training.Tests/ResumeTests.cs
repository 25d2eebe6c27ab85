using L2BN.Formats.Safetensors;
using L2BN.Kernels;
using L2BN.Results;

namespace L2BN.Training.Tests;

/// <summary>A run that was stopped and continued ends in the file that the unbroken run ends in, byte for byte.</summary>
public sealed class ResumeTests : TemporaryFolder
{
    private string Unbroken => Path.Combine(Folder, "unbroken");

    private string Broken => Path.Combine(Folder, "broken");

    [Theory]
    [InlineData(OptimizerKind.Sgd, 1)]
    [InlineData(OptimizerKind.Sgd, 5)]
    [InlineData(OptimizerKind.Sgd, 6)]
    [InlineData(OptimizerKind.Sgd, 7)]
    [InlineData(OptimizerKind.AdamW, 4)]
    public void Stopped_every_few_steps_it_ends_in_the_same_bits(OptimizerKind optimizer, int stopAfter)
    {
        var whole = new SavedRun(Unbroken, optimizer);
        Assert.True(whole.Run());
        var records = new List<EpochRecord>();
        SavedRun part;
        int parts = 0;
        do
        {
            part = new SavedRun(Broken, optimizer) { StopAfter = stopAfter };
            parts++;
            if (part.Run())
                stopAfter = 0;
            records.AddRange(part.Epochs);
        }
        while (stopAfter > 0);
        Assert.InRange(parts, 3, 19);
        Assert.Equal(whole.LastBytes, part.LastBytes);
        Assert.Equal(whole.Epochs.Select(Timeless), records.Select(Timeless));
        Assert.Equal(Timeless(whole.Final!), Timeless(part.Final!));
    }

    [Fact]
    public void Saving_more_often_changes_nothing()
    {
        var rarely = new SavedRun(Unbroken);
        var often = new SavedRun(Broken) { SaveEvery = 1 };
        Assert.True(rarely.Run() && often.Run());
        Assert.Equal(rarely.LastBytes, often.LastBytes);
        Assert.Equal(["best", "last", "step-0000000017", "step-0000000018"],
            Directory.GetFiles(Broken).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
    }

    [Fact]
    public void Accumulated_mixed_batches_resume_too()
    {
        TrainerOptions options = new SavedRun(Unbroken).Options with { Accumulate = 4, Mixup = 0.4 };
        var whole = new SavedRun(Unbroken) { Options = options };
        Assert.True(whole.Run());
        Assert.Equal([2, 2, 2], whole.Epochs.Select(epoch => epoch.Steps));
        Assert.False(new SavedRun(Broken) { Options = options, StopAfter = 3 }.Run());
        var rest = new SavedRun(Broken) { Options = options };
        Assert.True(rest.Run());
        Assert.Equal(whole.LastBytes, rest.LastBytes);
    }

    [Theory]
    [InlineData(FeatureLayout.ChannelsLast, Precision.Full)]
    [InlineData(FeatureLayout.ChannelsFirst, Precision.BFloat16)]
    [InlineData(FeatureLayout.ChannelsLast, Precision.BFloat16)]
    public void In_other_formats_too_and_the_checkpoint_has_float32_weights(FeatureLayout layout, Precision precision)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || precision == Precision.Full, "Mixed precision is there on Linux.");
        TrainerOptions options = new SavedRun(Unbroken).Options with { MemoryFormat = layout, Precision = precision };
        var whole = new SavedRun(Unbroken) { Options = options };
        Assert.True(whole.Run());
        Assert.False(new SavedRun(Broken) { Options = options, StopAfter = 7 }.Run());
        var rest = new SavedRun(Broken) { Options = options };
        Assert.True(rest.Run());
        Assert.Equal(whole.LastBytes, rest.LastBytes);
        using var file = SafetensorsFile.Open(whole.Checkpoints.Last);
        Assert.DoesNotContain(file.Entries, entry => entry.Type is TensorType.BF16);
    }

    [Fact]
    public void Another_seed_would_have_been_noticed()
    {
        var one = new SavedRun(Unbroken);
        var other = new SavedRun(Broken) { Options = one.Options with { Seed = 4 } };
        Assert.True(one.Run() && other.Run());
        Assert.NotEqual(one.LastBytes, other.LastBytes);
    }

    private static EpochRecord Timeless(EpochRecord epoch) =>
        epoch with
        {
            MsPerStep = 0,
            Seconds = 0,
            DataWait = 0,
            SamplesPerSecond = null,
            ResidentMib = null,
        };

    private static FinalRecord Timeless(FinalRecord final) =>
        final with
        {
            MsPerStep = 0,
            SamplesPerSecond = null,
            DataWait = null,
            PeakMemoryBytes = null,
            Confusion = null,
        };
}
