using System.Runtime.CompilerServices;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>
/// One call of a kernel as its steps see it: sizes, data, statistics and scratch. It lives on the caller's stack and crosses
/// threads as a pointer, which is why this assembly's inside works with pointers; the doors take spans and pin them.
/// Statistics of planes are rows of C numbers, one row per sample, or per block of a sample where planes are long.
/// </summary>
internal unsafe struct Problem<T>
    where T : unmanaged
{
    // A run of at most 8191 floats is summed in float lanes before it is carried to double: 128 additions per lane at most, whose
    // rounding stays near 1e-7, and 32 KiB, which the L1 cache keeps for the second sweep.
    private const int RunLength = 4096;

    // Below this length sums across the lanes dominate and planes are taken eight at a time; 32 additions per lane at most.
    private const int ShortRun = 512;

    // Columns of channels-last data are summed by a single lane each, so their runs are shorter.
    private const int RowsPerRun = 64;

    // 64 KiB of floats: large against the cost of handing out a part (some nanoseconds), small against a core's L2 cache.
    private const int PartLength = 16384;

    public int Samples, Channels, Positions, Blocks, BlockLength, Units, UnitsPerPart, Parts;
    public bool Training, Rows, HasShortRuns, Stream;

    // Elements from what a loop works on to what it asks for.
    public nint Ahead;

    // Data: input, residual, output, its gradient, gradient of the input and of the residual.
    public T* X, R, Y, G, DX, DR;

    public NormOptions Options;
    public double Tau;

    // Per sample: τ/norm in the sample's unit and its inverse (0 where the scale is 0), that unit (a power of two), 1 where there is a
    // gradient and 0 where norm < norm_eps.
    public double* Scale, InverseScale, Unit, Live;

    // Per channel, and per plane (in the sample's unit).
    public double* Mean, Inverse, Weight, Bias, PlaneMean, PlaneSquares;

    // Per channel, training: the variance of z, biased at first and unbiased in the end.
    public double* Variance;

    // Per block of a plane: the moments before merging (the planes' own where there is one block), then the sums of backward.
    public double* BlockMean, BlockSquares, SumG, SumGX;

    // Backward, per channel: Σg', Σg'·x̂, what training subtracts for each of them; per sample: ⟨z, dz⟩·scale²/τ².
    public double* GradBias, GradWeight, BiasShare, WeightShare, Along;

    /// <summary>Cuts the batch into units (a block of a plane, or a block of rows) and these into parts, by shape alone.</summary>
    public void Plan(in FeatureShape shape, in NormOptions options)
    {
        (Samples, Channels, Positions) = (shape.Samples, shape.Channels, shape.Positions);
        (Options, Tau) = (options, options.TargetNorm(shape.Dimension));

        // With one position per channel both layouts are the same memory, and a lane per channel is the better half.
        Rows = shape.Layout == FeatureLayout.ChannelsLast || Positions == 1;
        Stream = (long)shape.Length * sizeof(T) >= Streaming.From;
        Ahead = Prefetching.Distance / sizeof(T);
        HasShortRuns = !Rows && Positions <= ShortRun;
        BlockLength = Rows ? RowsPerRun : RunLength;
        Blocks = Math.Max(1, Positions / BlockLength);
        Units = Samples * Blocks * (Rows ? 1 : Channels);
        int unitLength = Math.Max(1, Math.Min(Positions, BlockLength)) * (Rows ? Channels : 1);
        UnitsPerPart = Math.Max(1, PartLength / unitLength);
        Parts = (Units + UnitsPerPart - 1) / UnitsPerPart;
    }

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

    /// <summary>Smallest centred sum of squares that float lanes hold exactly enough: lanes below 2⁻¹²⁶ lose bits, and 2⁻¹²⁶/2⁻⁶⁰
    /// is beyond the last bit of a double.</summary>
    public static double SmallestSquares => typeof(T) == typeof(float) ? 8.673617379884035e-19 : 0;
}
