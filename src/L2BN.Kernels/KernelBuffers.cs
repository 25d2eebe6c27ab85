using System.Buffers;
using L2BN.Kernels.Passes;

namespace L2BN.Kernels;

/// <summary>The sizes of a call's buffers, in numbers that cannot overflow.</summary>
public static class KernelBuffers
{
    /// <summary>Whether every buffer of forward and backward has at most <paramref name="maxBytes"/>: the data, what forward saves, and
    /// scratch. The longest beside the data are the two sums that backward takes per block of a plane, 16 bytes per value where S =
    /// 1.</summary>
    /// <param name="samples">N ≥ 0.</param>
    /// <param name="channels">C ≥ 1.</param>
    /// <param name="positions">S ≥ 0.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="maxBytes">The limit. Default: that of a span of bytes.</param>
    public static bool Fit(long samples, long channels, long positions, int elementSize, long maxBytes = int.MaxValue)
    {
        bool dataFits = (Int128)samples * channels * Math.Max(1, positions) <= maxBytes / elementSize;
        return dataFits && LongestScratch(samples, channels, positions) <= maxBytes / sizeof(double);
    }

    /// <summary>Doubles of the longest buffer beside the data, in either layout.</summary>
    internal static long LongestScratch(long samples, long channels, long positions)
    {
        // Blocks of rows are the shorter ones, so there are more of them.
        long blocks = Blocks(positions, FeatureLayout.ChannelsLast);
        return Math.Max(
            Math.Max(SavedInTraining(samples, channels, positions), BackwardScratch(samples, channels, blocks)),
            ForwardScratch(samples, channels, positions, blocks, training: false));
    }

    /// <summary>Blocks into which a plane is cut.</summary>
    internal static long Blocks(long positions, FeatureLayout layout)
    {
        bool rows = layout == FeatureLayout.ChannelsLast || positions == 1;
        return Math.Max(1, positions / (rows ? TileLengths.RowsPerRun : TileLengths.Run));
    }

    internal static long SavedInEvaluation(long samples, long channels) => 4 * (samples + channels);

    internal static long SavedInTraining(long samples, long channels, long positions) =>
        SavedInEvaluation(samples, channels) + PlaneStatistics(samples, channels, positions);

    /// <summary>Mean and centered squares per plane; a plane of one position is its own mean.</summary>
    internal static long PlaneStatistics(long samples, long channels, long positions) => positions == 1 ? 0 : 2 * samples * channels;

    /// <summary>The blocks' moments where planes are several blocks; in evaluation, where nothing of it is saved, the planes' too and what
    /// would be saved.</summary>
    internal static long ForwardScratch(long samples, long channels, long positions, long blocks, bool training)
    {
        long moments = blocks > 1 ? 2 * samples * channels * blocks : 0;
        return training ? moments : moments + PlaneStatistics(samples, channels, positions) + SavedInEvaluation(samples, channels);
    }

    /// <summary>Two sums per block of a plane, four numbers per channel, one per sample.</summary>
    internal static long BackwardScratch(long samples, long channels, long blocks) =>
        (2 * samples * channels * blocks) + (4 * channels) + samples;
}

/// <summary>Doubles for one call, rented from the shared pool where they are few enough to stay there.</summary>
internal readonly ref struct Scratch(long length)
{
    // 64 MiB: the pool would hold on to larger arrays.
    private const int LargestPooled = 1 << 23;

    private readonly double[] _array =
        length <= LargestPooled ? ArrayPool<double>.Shared.Rent((int)length) : GC.AllocateUninitializedArray<double>(checked((int)length));

    /// <summary>At least as many doubles as were asked for, with any content.</summary>
    public Span<double> All => _array;

    public void Dispose()
    {
        if (length <= LargestPooled)
            ArrayPool<double>.Shared.Return(_array);
    }
}
