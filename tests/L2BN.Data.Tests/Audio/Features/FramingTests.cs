using L2BN.Data.Audio.Features;

namespace L2BN.Data.Tests.Audio.Features;

public class FramingTests
{
    [Theory]
    [InlineData(PadMode.Constant, new float[] { 0, 0, 1, 2, 3, 0, 0 })]
    [InlineData(PadMode.Reflect, new float[] { 3, 2, 1, 2, 3, 2, 1 })]
    public void Both_ends_are_extended(PadMode mode, float[] expected) => Assert.Equal(expected, Framing.Pad([1, 2, 3], 2, mode));

    [Fact]
    public void A_short_signal_is_mirrored_again_and_again()
    {
        Assert.Equal([2, 1, 2, 1, 2, 1, 2, 1], Framing.Pad([1, 2], 3, PadMode.Reflect)[..8]);
        Assert.Equal([5, 5, 5], Framing.Pad([5], 1, PadMode.Reflect));
    }

    [Fact]
    public void Frames_are_counted_as_librosa_counts_them()
    {
        Assert.Equal(431, new StftOptions { HopLength = 1024 }.FrameCount(441_000));
        Assert.Equal(216, new StftOptions { HopLength = 1024 }.FrameCount(220_500));
        Assert.Equal(1, new StftOptions { HopLength = 1024 }.FrameCount(1));
        Assert.Equal(1, new StftOptions { HopLength = 100, Center = false }.FrameCount(2147));
        Assert.Equal(2, new StftOptions { HopLength = 100, Center = false }.FrameCount(2148));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StftOptions { Center = false }.FrameCount(2047));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StftOptions().FrameCount(0));
    }

    [Fact]
    public void An_empty_signal_is_refused() => Assert.Throws<ArgumentException>(() => Framing.Pad([], 2, PadMode.Reflect));
}
