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
    [SkipLocalsInit]
    public static void ChannelsFirst(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        T* room = stackalloc T[ShortMoments<T, TLanes, AsIs>.Room];
        double* shift = stackalloc double[ShortMoments<T, TLanes, AsIs>.Group];
        if (p->HasShortRuns)
            ShortRuns(p, part, room, shift);
        else
            Runs(p, part);
    }

    /// <summary>Planes in groups; the last group of a part overlaps the one before it, whose planes get the same values again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ShortRuns(Problem<T>* p, int part, T* room, double* shift)
    {
        const int group = ShortMoments<T, TLanes, AsIs>.Group;
        int from = part * p->UnitsPerPart, to = Math.Min(p->Units, from + p->UnitsPerPart);
        T one = Real.FromDouble<T>(1);
        nint length = p->Positions;
        for (int plane = from; plane < to; plane += group)
        {
            int at = Math.Max(from, Math.Min(plane, to - group));
            if (to - at < group)
            {
                FewShortRuns(p, at, to, room, shift);
                return;
            }

            double* squares = p->BlockSquares + at;
            ShortMoments<T, TLanes, AsIs>.Of(p->X + (at * length), length, length, one, p->Ahead, room, shift, p->BlockMean + at, squares);
            if (typeof(T) == typeof(float) && !InRange(squares, group))
                RescaledShortRuns(p, at, room, shift);
        }
    }

    /// <summary>A part of fewer planes than a group, one by one: the group is then one plane eight times.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FewShortRuns(Problem<T>* p, int from, int to, T* room, double* shift)
    {
        double* mean = stackalloc double[2 * ShortMoments<T, TLanes, AsIs>.Group], squares = mean + ShortMoments<T, TLanes, AsIs>.Group;
        for (int plane = from; plane < to; plane++)
        {
            T* x = p->X + ((nint)plane * p->Positions);
            ShortMoments<T, TLanes, AsIs>.Of(x, p->Positions, 0, Real.FromDouble<T>(1), 0, room, shift, mean, squares);
            (p->BlockMean[plane], p->BlockSquares[plane]) = (*mean, *squares);
            if (typeof(T) == typeof(float) && !InRange(squares, 1))
                RescaledShortRun(p, plane, room, shift);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RescaledShortRuns(Problem<T>* p, int from, T* room, double* shift)
    {
        for (int plane = from; plane < from + ShortMoments<T, TLanes, AsIs>.Group; plane++)
        {
            if (!InRange(p->BlockSquares + plane, 1))
                RescaledShortRun(p, plane, room, shift);
        }
    }

    private static void RescaledShortRun(Problem<T>* p, int plane, T* room, double* shift)
    {
        double* mean = stackalloc double[2 * ShortMoments<T, TLanes, AsIs>.Group], squares = mean + ShortMoments<T, TLanes, AsIs>.Group;
        T* x = p->X + ((nint)plane * p->Positions);
        if (!Magnitude.Unit(x, p->Positions, 1, ref p->BlockMean[plane], ref p->BlockSquares[plane], out double unit))
            return;
        ShortMoments<T, TLanes, PowerOfTwo>.Of(x, p->Positions, 0, Real.FromDouble<T>(unit), 0, room, shift, mean, squares);
        (p->BlockMean[plane], p->BlockSquares[plane]) = (*mean / unit, *squares / unit / unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Runs(Problem<T>* p, int part)
    {
        int unit = part * p->UnitsPerPart, end = Math.Min(p->Units, unit + p->UnitsPerPart);
        int plane = unit / p->Blocks, block = unit % p->Blocks, sample = plane / p->Channels, channel = plane % p->Channels;
        T one = Real.FromDouble<T>(1);
        for (; unit < end; unit++)
        {
            T* x = p->X + p->RunStart(sample, channel, block);
            nint at = (p->Row(sample, block) * p->Channels) + channel;
            int length = p->LengthOf(block);
            Moments<T, TLanes, AsIs>.Of(x, length, one, p->Ahead, out double mean, out double squares);
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
    public static void Sample(Problem<T>* p, int sample, double unit)
    {
        T factor = Real.FromDouble<T>(unit);
        for (int block = 0; block < p->Blocks; block++)
        {
            if (p->Rows)
            {
                Rows(p, sample, block, factor);
                continue;
            }

            nint row = p->Row(sample, block) * p->Channels;
            for (int c = 0; c < p->Channels; c++)
            {
                Run(p, p->X + p->RunStart(sample, c, block), p->LengthOf(block), factor, out p->BlockMean[row + c], out p->BlockSquares[row + c]);
            }
        }
    }

    /// <summary>One run in a unit, summed in the order of the fast path.</summary>
    private static void Run(Problem<T>* p, T* x, int length, T unit, out double mean, out double squares)
    {
        if (!p->HasShortRuns)
        {
            Moments<T, TLanes, PowerOfTwo>.Of(x, length, unit, 0, out mean, out squares);
            return;
        }

        const int group = ShortMoments<T, TLanes, AsIs>.Group;
        T* room = stackalloc T[ShortMoments<T, TLanes, AsIs>.Room];
        double* numbers = stackalloc double[3 * group];
        ShortMoments<T, TLanes, PowerOfTwo>.Of(x, length, 0, unit, 0, room, numbers, numbers + group, numbers + (2 * group));
        (mean, squares) = (numbers[group], numbers[2 * group]);
    }

    /// <summary>A block of rows, some hundred columns at a time so that the scratch fits the stack and the L1 cache.</summary>
    [SkipLocalsInit]
    private static void Rows(Problem<T>* p, int sample, int block, T unit)
    {
        const int chunk = 256;
        double* shift = stackalloc double[2 * chunk];
        T* units = stackalloc T[2 * chunk];
        bool asIs = Real.ToDouble(unit) == 1;
        if (p->Positions == 1)
        {
            Row(p, sample, Real.ToDouble(unit));
            return;
        }

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

    /// <summary>A plane of one value is its own mean. Infinite values are marked as the other paths mark them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(Problem<T>* p, int sample, double unit)
    {
        nint row = (nint)sample * p->Channels;
        for (int c = 0; c < p->Channels; c++)
        {
            double value = Real.ToDouble(p->X[row + c]) * unit;
            bool finite = double.IsFinite(value);
            (p->BlockMean[row + c], p->BlockSquares[row + c]) = finite ? (value, 0) : (Math.Abs(value), Math.Abs(value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        Moments<T, TLanes, PowerOfTwo>.Of(x, n, Real.FromDouble<T>(unit), 0, out mean, out squares);
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
}
