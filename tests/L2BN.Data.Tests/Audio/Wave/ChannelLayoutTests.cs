using L2BN.Data.Audio;

namespace L2BN.Data.Tests.Audio;

public class ChannelLayoutTests
{
    [Fact]
    public void Mixing_takes_the_mean()
    {
        float[] mono = new float[2];
        ChannelLayout.MixToMono([1, 0, 0.5f, -0.5f], 2, mono);
        Assert.Equal([0.5f, 0], mono);
        ChannelLayout.MixToMono([3, 4], 1, mono);
        Assert.Equal([3, 4], mono);
    }

    [Fact]
    public void Channels_are_laid_one_after_the_other()
    {
        float[] planar = new float[6];
        ChannelLayout.Separate([1, 10, 2, 20, 3, 30], 2, planar);
        Assert.Equal([1, 2, 3, 10, 20, 30], planar);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ChannelLayout.MixToMono([1, 2, 3], 2, new float[1]));
        Assert.Throws<ArgumentException>(() => ChannelLayout.Separate([1, 2], 2, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChannelLayout.MixToMono([], 0, []));
    }
}
