namespace L2BN.Data;

/// <summary>Changes a sample at random, in place. All randomness comes from the generator handed in, so the result is a pure function of
/// (seed, epoch, index).</summary>
public interface IAugmentation
{
    /// <summary>Changes one sample, before normalisation.</summary>
    /// <param name="sample"><c>shape.Size</c> values, channels first.</param>
    /// <param name="shape">The shape of the sample.</param>
    /// <param name="random">The sample's own generator.</param>
    void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random);
}
