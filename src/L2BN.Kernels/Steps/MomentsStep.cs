using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>First pass over the data: mean and centred sum of squares of every block of every plane.</summary>
internal static unsafe class MomentsStep<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ChannelsFirst(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        int unit = part * p->UnitsPerPart, end = Math.Min(p->Units, unit + p->UnitsPerPart);
        int plane = unit / p->Blocks, block = unit % p->Blocks, sample = plane / p->Channels, channel = plane % p->Channels;
        T one = Real.FromDouble<T>(1);
        for (; unit < end; unit++)
        {
            T* x = p->X + p->RunStart(sample, channel, block);
            nint at = (p->Row(sample, block) * p->Channels) + channel;
            int length = p->LengthOf(block);
            Moments<T, TLanes, AsIs>.Of(x, length, one, out double mean, out double squares);
            if (!(squares >= Problem<T>.SmallestSquares && squares <= double.MaxValue) && typeof(T) == typeof(float))
                Rescaled(x, length, ref mean, ref squares);
            (p->BlockMean[at], p->BlockSquares[at]) = (mean, squares);
            if (++block == p->Blocks)
            {
                block = 0;
                if (++channel == p->Channels)
                    (channel, sample) = (0, sample + 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ChannelsLast(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        int end = Math.Min(p->Units, (part + 1) * p->UnitsPerPart);
        for (int unit = part * p->UnitsPerPart; unit < end; unit++)
            Rows(p, unit / p->Blocks, unit % p->Blocks, Real.FromDouble<T>(1));
    }

    /// <summary>All blocks of a sample measured in <paramref name="unit"/>; for samples whose squares leave the range of double.</summary>
    public static void Sample(Problem<T>* p, int sample, double unit, bool channelsLast)
    {
        T factor = Real.FromDouble<T>(unit);
        for (int block = 0; block < p->Blocks; block++)
        {
            if (channelsLast)
            {
                Rows(p, sample, block, factor);
                continue;
            }

            nint row = p->Row(sample, block) * p->Channels;
            for (int c = 0; c < p->Channels; c++)
            {
                Moments<T, TLanes, PowerOfTwo>.Of(
                    p->X + p->RunStart(sample, c, block), p->LengthOf(block), factor, out p->BlockMean[row + c], out p->BlockSquares[row + c]);
            }
        }
    }

    /// <summary>A block of rows, some hundred columns at a time so that the scratch fits the stack and the L1 cache.</summary>
    [SkipLocalsInit]
    private static void Rows(Problem<T>* p, int sample, int block, T unit)
    {
        const int chunk = 256;
        double* shift = stackalloc double[2 * chunk];
        T* units = stackalloc T[2 * chunk];
        bool asIs = Real.ToDouble(unit) == 1;
        if (!asIs)
            new Span<T>(units, 2 * chunk).Fill(unit);
        nint row = p->Row(sample, block) * p->Channels, rows = p->LengthOf(block);
        for (int c = 0, count; c < p->Channels; c += count)
        {
            count = p->Channels - c < 2 * chunk ? p->Channels - c : chunk;
            T* x = p->X + p->RowsStart(sample, block) + c;
            double* mean = p->BlockMean + row + c, squares = p->BlockSquares + row + c;
            if (asIs)
                ColumnMoments<T, TLanes, AsIs>.Of(x, rows, p->Channels, count, units, mean, shift, squares);
            else
                ColumnMoments<T, TLanes, PowerOfTwo>.Of(x, rows, p->Channels, count, units, mean, shift, squares);
            ChannelLoop.Map(new Corrected(mean, shift, squares, rows), 0, count);
            if (typeof(T) == typeof(float) && asIs && !InRange(squares, count))
                RescaledColumns(x, rows, p->Channels, count, units, mean, shift, squares);
        }
    }

    private static bool InRange(double* squares, int count)
    {
        bool all = true;
        for (int c = 0; c < count; c++)
            all &= squares[c] >= Problem<T>.SmallestSquares & squares[c] <= double.MaxValue;
        return all;
    }

    /// <summary>The same run in units of the power of two next to its largest magnitude; what float lanes could not hold they now hold,
    /// and the bits are those of the same run at ordinary size.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rescaled(T* x, nint n, ref double mean, ref double squares)
    {
        if (!Magnitude.Unit(x, n, 1, ref mean, ref squares, out double unit))
            return;
        Moments<T, TLanes, PowerOfTwo>.Of(x, n, Real.FromDouble<T>(unit), out mean, out squares);
        (mean, squares) = (mean / unit, squares / unit / unit);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RescaledColumns(
        T* x, nint rows, nint stride, int count, T* units, double* mean, double* shift, double* squares)
    {
        bool* redo = stackalloc bool[count];
        double* newMean = stackalloc double[count];
        double* newSquares = stackalloc double[count];
        for (int c = 0; c < count; c++)
        {
            double unit = 1;
            redo[c] = !InRange(squares + c, 1) && Magnitude.Unit(x + c, rows, stride, ref mean[c], ref squares[c], out unit);
            units[c] = Real.FromDouble<T>(unit);
        }

        ColumnMoments<T, TLanes, PowerOfTwo>.Of(x, rows, stride, count, units, newMean, shift, newSquares);
        ChannelLoop.Map(new Corrected(newMean, shift, newSquares, rows), 0, count);
        for (int c = 0; c < count; c++)
        {
            if (redo[c])
                (mean[c], squares[c]) = (newMean[c] / Real.ToDouble(units[c]), newSquares[c] / Real.ToDouble(units[c]) / Real.ToDouble(units[c]));
        }
    }

    /// <summary>From sums about a pivot to mean and centred sum of squares.</summary>
    private readonly struct Corrected(double* mean, double* shift, double* squares, nint rows) : IChannelMap
    {
        private readonly double* _mean = mean, _shift = shift, _squares = squares;
        private readonly double _share = 1.0 / rows;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles shift = TDoubles.Load(_shift + c), correction = shift * TDoubles.Broadcast(_share);
            (TDoubles.Load(_mean + c) + correction).Store(_mean + c);
            TDoubles squares = TDoubles.Load(_squares + c) - (shift * correction);
            TDoubles.WhereNotPositive(squares, default, squares).Store(_squares + c);
        }
    }
}
