namespace L2BN.Kernels.Steps;

/// <summary>
/// From which size on results are stored past the caches. An ordinary store first reads the line it overwrites; for a result that
/// the last-level cache cannot keep until it is read, that is a wasted read of the whole tensor. Measured with a reader right
/// behind the layer (<c>benchmarks variants</c>, 32 MiB of cache): at 8 MiB a loss, at 16 MiB even, from 24 MiB on a gain of a tenth
/// to a quarter, in backward from 16 MiB on.
/// </summary>
internal static class Streaming
{
    /// <summary>Bytes of the result; a variable for the benchmark that measures it.</summary>
    internal static long From { get; set; } = 16L << 20;
}
