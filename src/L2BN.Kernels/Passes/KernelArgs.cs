using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>How planes are cut.</summary>
internal static class TileLengths
{
    /// <summary>A run of at most 8191 floats is summed in float lanes before it is added up in double: 128 additions per lane at most,
    /// whose rounding stays near 1e-7, and 32 KiB, which the L1 cache holds for the second sweep.</summary>
    public const int Run = 4096;

    /// <summary>Columns of channels-last data are summed by a single lane each, so their runs are shorter. At most 511 rows are summed in
    /// strips of up to 64, and the strips in float again, about a pivot near the mean: see <see cref="ColumnMoments{TStorage,T,TLanes}"/>.
    /// </summary>
    public const int RowsPerRun = 256;
}

/// <summary>
/// The arguments of one call, shared by its passes and steps: sizes, data, statistics and scratch. It is allocated on the caller's stack
/// and passed to the worker threads as a pointer, which is why this assembly uses pointers internally; the public methods take spans and
/// pin them. Statistics of planes are rows of C numbers, one row per sample, or per block of a sample where planes are long.
/// </summary>
/// <typeparam name="TStorage">Type of the elements in memory.</typeparam>
/// <typeparam name="T">Type in which elements are computed; sums over more than some hundred of them and statistics are double.</typeparam>
internal unsafe struct KernelArgs<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    // Below this length sums across the lanes dominate and planes are taken eight at a time; 32 additions per lane at most.
    private const int ShortRun = 512;

    // 64 KiB of floats: large against the cost of scheduling a part (some nanoseconds), small against a core's L2 cache.
    private const int PartLength = 16384;

    /// <summary>A tile is a block of a plane, or a block of rows; a part is what a thread does at a time, some tiles.</summary>
    public int Samples, Channels, Positions, Blocks, BlockLength, Tiles, TilesPerPart, Parts;
    public bool Training, IsRows, HasShortRuns, NonTemporal;

    /// <summary>Elements between what a loop works on and what it prefetches.</summary>
    public nint PrefetchDistance;

    /// <summary>Data: input, residual, output, its gradient, gradient of the input and of the residual.</summary>
    public TStorage* X, R, Y, G, DX, DR;

    public NormOptions Options;
    public double Tau;

    /// <summary>Per sample: the power of two by which its values are multiplied, τ/norm for values so multiplied, the inverse of that (0
    /// where it is 0), and 1 where there is a gradient, 0 where norm &lt; norm_eps.</summary>
    public double* PowerOfTwoScale, Scale, InverseScale, HasGradient;

    /// <summary>Per channel, and per plane (of values times the sample's power of two).</summary>
    public double* Mean, InverseDeviation, Weight, Bias, PlaneMean, PlaneSquares;

    /// <summary>Per channel, training: the variance of z, biased at first and unbiased in the end.</summary>
    public double* Variance;

    /// <summary>Per block of a plane: the moments before merging (the planes' own where there is one block).</summary>
    public double* BlockMean, BlockSquares;

    /// <summary>Backward, per block of a plane: Σg' and Σg'·(x − p), g' the gradient through the activation, p the plane's pivot.</summary>
    public double* SumDy, SumDyXmu;

    /// <summary>Backward, per channel: Σg', Σg'·x̂, and what training subtracts for each of them.</summary>
    public double* GradBias, GradWeight, BiasShare, WeightShare;

    /// <summary>Backward, per sample: ⟨z, dz⟩·scale²/τ².</summary>
    public double* RadialComponent;

    /// <summary>Smallest centered sum of squares that float lanes represent exactly enough: lanes below 2⁻¹²⁶ lose bits, and 2⁻¹²⁶/2⁻⁶⁰
    /// is beyond the last bit of a double.</summary>
    public static double SmallestSquares => typeof(T) == typeof(float) ? 8.673617379884035e-19 : 0;

    /// <summary>Cuts the batch into tiles and these into parts, by shape alone.</summary>
    public static KernelArgs<TStorage, T> Create(in FeatureShape shape, in NormOptions options, bool training)
    {
        KernelArgs<TStorage, T> args = default;
        (args.Samples, args.Channels, args.Positions) = (shape.Samples, shape.Channels, shape.Positions);
        (args.Options, args.Tau, args.Training) = (options, options.TargetNorm(shape.Dimension), training);

        // With one position per channel both layouts are the same memory, and a lane per channel is the better half.
        bool rows = shape.Layout == FeatureLayout.ChannelsLast || args.Positions == 1;
        args.IsRows = rows;
        args.NonTemporal = (long)shape.Length * sizeof(TStorage) >= MemoryHints.NonTemporalThreshold;
        args.PrefetchDistance = MemoryHints.PrefetchDistance / sizeof(TStorage);
        if (rows) // whole rows, because a loop may take a part of each
            args.PrefetchDistance = (args.PrefetchDistance + args.Channels - 1) / args.Channels * args.Channels;
        args.HasShortRuns = !rows && args.Positions <= ShortRun;
        args.BlockLength = rows ? TileLengths.RowsPerRun : TileLengths.Run;
        args.Blocks = (int)KernelBuffers.Blocks(args.Positions, shape.Layout);
        args.Tiles = args.Samples * args.Blocks * (rows ? 1 : args.Channels);
        int tileLength = Math.Max(1, Math.Min(args.Positions, args.BlockLength)) * (rows ? args.Channels : 1);
        args.TilesPerPart = Math.Max(1, PartLength / tileLength);
        args.Parts = (args.Tiles + args.TilesPerPart - 1) / args.TilesPerPart;
        return args;
    }

    /// <summary>Sets the pointers into the block of saved statistics (<see cref="SavedStatistics"/>) and to the planes' moments.</summary>
    public void BindStatistics(double* saved, double* planes)
    {
        Scale = saved;
        PowerOfTwoScale = saved + Samples;
        HasGradient = saved + (2 * Samples);
        InverseScale = saved + (3 * Samples);
        saved += 4 * Samples;
        Mean = saved;
        InverseDeviation = saved + Channels;
        Weight = saved + (2 * Channels);
        Bias = saved + (3 * Channels);
        PlaneMean = planes;
        PlaneSquares = planes + ((nint)Samples * Channels);
    }

    /// <summary>Sets the pointers to the blocks' moments; where planes are one block each, these are the planes' own.</summary>
    public void BindBlocks(double* scratch)
    {
        bool own = Blocks == 1;
        BlockMean = own ? PlaneMean : scratch;
        BlockSquares = own ? PlaneSquares : scratch + ((nint)Samples * Channels * Blocks);
    }

    /// <summary>The coefficients of the loops that are the same for every plane of a sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Coefficients<T> SampleCoefficients(int sample) => new()
    {
        Slope = Storage.FromDouble<T>(Options.NegativeSlope),
        InputScale = Storage.FromDouble<T>(PowerOfTwoScale[sample]),
        NonTemporal = NonTemporal,
        PrefetchDistance = PrefetchDistance,
    };

    /// <summary>Whether every row that begins at this address can be stored past the caches, so many elements at a time.</summary>
    public readonly bool IsAligned(TStorage* start, int elements) =>
        (nuint)start % (nuint)(elements * sizeof(TStorage)) == 0 && Channels % elements == 0;

    /// <summary>Positions of a block; the last one takes the rest and is shorter than two blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int LengthOf(int block) => block < Blocks - 1 ? BlockLength : Positions - (block * BlockLength);

    /// <summary>Row of the block statistics.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Row(int sample, int block) => ((nint)sample * Blocks) + block;

    /// <summary>First element of a block of a plane, channels first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint RunStart(int sample, int channel, int block) =>
        ((((nint)sample * Channels) + channel) * Positions) + (block * BlockLength);

    /// <summary>First element of a block of rows, channels last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint RowsStart(int sample, int block) => (((nint)sample * Positions) + (block * BlockLength)) * Channels;
}
