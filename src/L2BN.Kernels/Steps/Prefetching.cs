namespace L2BN.Kernels.Steps;

/// <summary>
/// How far ahead the loops over planes ask for memory. A processor follows a stream of addresses by itself only to the end of a page of
/// 4 KiB; behind it the next page starts cold, its address untranslated, where in a training step the tensor has left the caches. One page
/// ahead, for what is written too, this is over when the loop arrives. Measured by <c>benchmarks variants</c> on tensors that have left the
/// caches; shorter distances gained nothing and longer ones less.
/// </summary>
internal static class Prefetching
{
    /// <summary>Bytes, 0 for none; a variable for the benchmark that measures it.</summary>
    internal static int Distance { get; set; } = 4096;
}
