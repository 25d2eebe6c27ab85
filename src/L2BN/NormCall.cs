using L2BN.Kernels;

namespace L2BN;

/// <summary>One call of the layer with every decision made: what a path (fused or composed) has to compute.</summary>
/// <param name="Options">What is computed.</param>
/// <param name="UseBatchStatistics">Normalize by this batch's statistics (training) instead of the running ones.</param>
/// <param name="Momentum">Weight of this batch in the running statistics, 0 to 1.</param>
internal readonly record struct NormCall(NormOptions Options, bool UseBatchStatistics, double Momentum);
