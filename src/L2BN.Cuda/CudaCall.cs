using L2BN.Kernels;

namespace L2BN.Cuda;

/// <summary>What the kernels compute, on which shape and types.</summary>
/// <param name="Shape">Shape and layout of the data; at least one value.</param>
/// <param name="Options">As for the CPU's kernels.</param>
/// <param name="Training">Whether the statistics are those of the batch.</param>
/// <param name="Momentum">Weight of the batch in the running statistics, 0 to 1.</param>
/// <param name="Element">Type of the data.</param>
/// <param name="Parameter">Type of parameters and running statistics: that of the data, or float32.</param>
internal sealed record CudaCall(
    FeatureShape Shape, NormOptions Options, bool Training, double Momentum, CudaElement Element, CudaElement Parameter)
{
    /// <summary>Threads of a block, and of a warp: <c>kernels/platform.h</c>.</summary>
    public const int Threads = 256, Warp = 32;

    // A warp takes a plane up to this many values; a longer one is a block's.
    private const int WarpValues = 1024;

    // Below this many values a split costs more than it gains.
    private const int SplitValues = 4096;

    // Enough blocks for every multiprocessor of the largest devices. Not read from the device: results don't depend on it.
    private const int EnoughBlocks = 2048;

    /// <summary>Doubles that forward saves for backward: the CPU's block.</summary>
    public int SavedLength => Training ? SavedStatistics.TrainingLength(Shape) : SavedStatistics.EvaluationLength(Shape);

    /// <summary>Doubles of scratch that forward needs.</summary>
    public long ForwardScratch(bool aligned)
    {
        long planes = Training || Shape.Positions == 1 ? 0 : 2L * Shape.Planes, splits = Cut(aligned).Splits;
        return planes + (splits > 1 ? 2L * Shape.Planes * splits : 0);
    }

    /// <summary>Doubles of scratch that backward needs.</summary>
    public long BackwardScratch(bool aligned) => (2L * Shape.Planes * Cut(aligned).Splits) + (2L * Shape.Channels) + Shape.Samples;

    /// <summary>How the data is cut into blocks, by shape and type alone.</summary>
    /// <param name="aligned">Whether every tensor begins at a multiple of 16 bytes.</param>
    public CudaCut Cut(bool aligned)
    {
        int run = Element == CudaElement.Float32 ? 4 : 8;
        bool exact = SmallShapeFallback.Applies<float>(Shape), rows = Shape.Layout == FeatureLayout.ChannelsLast || Shape.Positions == 1;
        int neighbors = rows ? Shape.Channels : Shape.Positions;
        bool single = exact || !aligned || neighbors % run != 0;
        string variant = exact ? "_exact" : single ? "_single" : "";
        return rows ? CutRows(single ? 1 : run, variant) : CutPlanes(variant);
    }

    private CudaCut CutPlanes(string variant)
    {
        int warps = Shape.Positions <= WarpValues ? 1 : Threads / Warp;
        long wanted = Ceiling(EnoughBlocks, Shape.Planes);
        long length = Math.Max(SplitValues, Ceiling(Ceiling(Shape.Positions, wanted), 8) * 8), splits = Ceiling(Shape.Positions, length);
        long blocks = Ceiling(Shape.Planes * splits, Threads / Warp / warps);
        return new("plane", variant, splits, length, warps, checked((int)blocks));
    }

    private CudaCut CutRows(int run, string variant)
    {
        // Rows that a thread loads at a time: lane_rows in kernels/rows.h.
        int laneRows = run == 8 ? 4 : 8, width = 1;
        while (width < Warp && width * run < Shape.Channels)
            width *= 2;
        long tiles = Ceiling(Shape.Channels, width * run), shortest = (long)Threads / width * laneRows;
        long most = Shape.Samples * tiles * Ceiling(Shape.Positions, shortest);
        long length = shortest * Ceiling(most, EnoughBlocks), splits = Ceiling(Shape.Positions, length);
        return new("row", variant, splits, length, width, checked((int)(Shape.Samples * splits * tiles)));
    }

    private static long Ceiling(long a, long b) => (a + b - 1) / b;
}

/// <summary>How the passes over the data are cut.</summary>
/// <param name="Family">First word of the kernels' names: plane (a split is a run of neighbors) or row (channels are neighbors).</param>
/// <param name="Variant">End of their names: none for runs of 16 bytes, <c>_single</c> for single values, <c>_exact</c> in double.</param>
/// <param name="Splits">Splits of every plane.</param>
/// <param name="Length">Positions of a split; the last may be shorter.</param>
/// <param name="Width">Planes: warps of a split. Rows: threads side by side.</param>
/// <param name="Blocks">Blocks of a pass over the data.</param>
internal sealed record CudaCut(string Family, string Variant, long Splits, long Length, int Width, int Blocks);
