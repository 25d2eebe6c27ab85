using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// First pass over channels-last data: <see cref="PlaneMoments{TStorage,T,TLanes}"/> with a lane per channel. A block is read once, in the
/// order of memory, a strip of rows at a time (<see cref="RowStrips"/>).
/// </summary>
internal static unsafe class ColumnMoments<TStorage, T, TLanes>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    // Columns at a time, so that the scratch fits the stack and the L1 cache; the last chunk may have almost twice as many.
    private const int Chunk = 512;

    // Elements of scratch per register of a chunk, of which the last has at most 16 lanes.
    private const int SlotLength = (2 * Chunk) + 16;

    // So many rows make the pivot, and of long blocks one in so many.
    private const int FewestPivotRows = 16, RowsPerPivotRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        int end = Math.Min(p->Tiles, (part + 1) * p->TilesPerPart);
        for (int tile = part * p->TilesPerPart; tile < end; tile++)
            Block(p, tile / p->Blocks, tile % p->Blocks, Storage.FromDouble<T>(1));
    }

    /// <summary>As <see cref="PlaneMoments{TStorage,T,TLanes}.Rescale(KernelArgs{TStorage,T}*,int,double)"/>.</summary>
    public static void Rescale(KernelArgs<TStorage, T>* p, int sample, double scale)
    {
        for (int block = 0; block < p->Blocks; block++)
            Block(p, sample, block, Storage.FromDouble<T>(scale));
    }

    [SkipLocalsInit]
    private static void Block(KernelArgs<TStorage, T>* p, int sample, int block, T scale)
    {
        double* shift = stackalloc double[2 * Chunk];
        T* scales = stackalloc T[2 * Chunk];
        bool noScale = Storage.ToDouble(scale) == 1;
        if (!noScale)
            new Span<T>(scales, 2 * Chunk).Fill(scale);
        nint row = p->Row(sample, block) * p->Channels, rows = p->LengthOf(block);
        for (int c = 0, count; c < p->Channels; c += count)
        {
            count = p->Channels - c < 2 * Chunk ? p->Channels - c : Chunk;
            TStorage* x = p->X + p->RowsStart(sample, block) + c;
            double* mean = p->BlockMean + row + c, squares = p->BlockSquares + row + c;
            if (noScale)
                Columns<NoScale>(x, rows, p->Channels, count, p->PrefetchDistance, scales, mean, shift, squares);
            else
                Columns<PowerOfTwo>(x, rows, p->Channels, count, p->PrefetchDistance, scales, mean, shift, squares);
            ChannelLoop.Map(new SumCorrection(mean, shift, squares, rows), 0, count);
            if (typeof(T) == typeof(float) && noScale && ChannelLoop.Sum(new OutOfRange(squares), count) != 0)
                RescaleColumns(x, rows, p->Channels, count, scales, mean, shift, squares);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RescaleColumns(
        TStorage* x, nint rows, nint stride, int count, T* scales, double* mean, double* shift, double* squares)
    {
        bool* redo = stackalloc bool[count];
        double* newMean = stackalloc double[count];
        double* newSquares = stackalloc double[count];
        for (int c = 0; c < count; c++)
        {
            double scale = 1;
            redo[c] = !SumCorrection.InRange<TStorage, T>(squares + c, 1)
                && Magnitude.TryScale(x + c, rows, stride, ref mean[c], ref squares[c], out scale);
            scales[c] = Storage.FromDouble<T>(scale);
        }

        Columns<PowerOfTwo>(x, rows, stride, count, 0, scales, newMean, shift, newSquares);
        ChannelLoop.Map(new SumCorrection(newMean, shift, newSquares, rows), 0, count);
        for (int c = 0; c < count; c++)
        {
            double scale = Storage.ToDouble(scales[c]);
            if (redo[c])
                (mean[c], squares[c]) = (newMean[c] / scale, newSquares[c] / scale / scale);
        }
    }

    /// <summary>0 for a sum of squares that the lanes represent exactly enough, 1 or NaN for another.</summary>
    private readonly struct OutOfRange(double* squares) : IChannelTerm
    {
        private readonly double* _squares = squares;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Compute<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles value = TDoubles.Load(_squares + c), above = value - TDoubles.Broadcast(KernelArgs<TStorage, T>.SmallestSquares);
            return TDoubles.WhereNotPositive(above, TDoubles.Broadcast(1), value * TDoubles.Broadcast(0));
        }
    }

    /// <summary>Columns 0 … <paramref name="columns"/> − 1 (at least one register of them).</summary>
    /// <param name="x">First element of the block.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="prefetch">Elements between what is read and what is prefetched.</param>
    /// <param name="scales">The power of two of every column; not read without one.</param>
    /// <param name="pivot">Per column a value near the mean.</param>
    /// <param name="shift">Per column Σ(x − pivot).</param>
    /// <param name="squares">Per column Σ(x − pivot)².</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Columns<TInputScale>(
        TStorage* x, nint rows, nint stride, nint columns, nint prefetch, T* scales, double* pivot, double* shift, double* squares)
        where TInputScale : struct, IInputScale
    {
        T* pivots = stackalloc T[3 * SlotLength], sums = pivots + SlotLength, sumsOfSquares = sums + SlotLength;
        nint width = TLanes.Count, registers = ColumnChains.Registers(columns, width), strip = RowStrips.Rows<TStorage, T>(columns, stride);
        for (nint r = 0; r < registers; r++)
        {
            nint at = ColumnChains.Column(r, width, columns);
            Pivot<TInputScale>(x + at, rows, stride, scales + at).Store(pivots + (r * width));
            default(TLanes).Store(sums + (r * width));
            default(TLanes).Store(sumsOfSquares + (r * width));
        }

        for (nint row = 0; row < rows; row += strip)
        {
            nint count = Math.Min(strip, rows - row), r = registers / ColumnChains.Chains * ColumnChains.Chains;
            Strip<TInputScale>(x + (row * stride), count, stride, columns, prefetch, scales, pivots, sums, sumsOfSquares);
            ColumnChains chains;
            for (; r < registers; r += chains.Count)
            {
                chains = new ColumnChains(r, width, columns, stride);
                Narrow<TInputScale>(x + (row * stride), count, chains, prefetch, scales, pivots, sums, sumsOfSquares);
            }
        }

        for (nint r = registers - 1; r >= 0; r--)
        {
            nint at = ColumnChains.Column(r, width, columns), slot = r * width;
            TLanes.Load(pivots + slot).StoreAs(pivot + at);
            TLanes.Load(sums + slot).StoreAs(shift + at);
            TLanes.Load(sumsOfSquares + slot).StoreAs(squares + at);
        }
    }

    /// <summary>The mean of some rows, spread over the block: with k of n rows, Σ(x − pivot)² is at most n/k times the sum about the mean,
    /// however the values lie, and near it where rows are alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Pivot<TInputScale>(TStorage* x, nint rows, nint stride, T* scales)
        where TInputScale : struct, IInputScale
    {
        TLanes u = LoadScale<TInputScale>(scales), even = default, odd = default;
        nint count = Math.Max(Math.Min(rows, FewestPivotRows), (rows + RowsPerPivotRow - 1) / RowsPerPivotRow);
        nint step = rows / count * stride, j = 0;
        for (; j < count - 1; j += 2, x += 2 * step)
        {
            even += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x), u);
            odd += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + step), u);
        }

        if (j < count)
            even += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x), u);
        return (even + odd) * TLanes.Broadcast(Storage.FromDouble<T>(1.0 / count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadScale<TInputScale>(T* scales) => typeof(TInputScale) == typeof(NoScale) ? default : TLanes.Load(scales);

    /// <summary>Four registers of columns at a time: as many chains, a row per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip<TInputScale>(
        TStorage* x, nint rows, nint stride, nint columns, nint ahead, T* scales, T* pivots, T* sums, T* squares)
        where TInputScale : struct, IInputScale
    {
        nint width = TLanes.Count, last = columns - width, end = rows * stride;
        for (nint c = 0; c + (3 * width) < columns; c += 4 * width)
        {
            nint ragged = Math.Min(c + (3 * width), last);
            TLanes u0 = LoadScale<TInputScale>(scales + c), u1 = LoadScale<TInputScale>(scales + c + width);
            TLanes u2 = LoadScale<TInputScale>(scales + c + (2 * width)), u3 = LoadScale<TInputScale>(scales + ragged);
            TLanes p0 = TLanes.Load(pivots + c), p1 = TLanes.Load(pivots + c + width);
            TLanes p2 = TLanes.Load(pivots + c + (2 * width)), p3 = TLanes.Load(pivots + c + (3 * width));
            TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
            TStorage* x0 = x + c, x3 = x + ragged;
            for (nint at = 0; at < end; at += stride)
            {
                MemoryHints.PrefetchFour<TStorage, T, TLanes>(x0 + at + ahead);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + at), u0) - p0, ref s0, ref q0);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + at + width), u1) - p1, ref s1, ref q1);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + at + (2 * width)), u2) - p2, ref s2, ref q2);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + at), u3) - p3, ref s3, ref q3);
            }

            AddFour(sums + c, s0, s1, s2, s3);
            AddFour(squares + c, q0, q1, q2, q3);
        }
    }

    /// <summary>The last registers of a row, fewer than four: the same number of chains, several rows per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Narrow<TInputScale>(
        TStorage* x, nint rows, in ColumnChains k, nint ahead, T* scales, T* pivots, T* sums, T* squares)
        where TInputScale : struct, IInputScale
    {
        TLanes u0 = LoadScale<TInputScale>(scales + k.Column(0)), u1 = LoadScale<TInputScale>(scales + k.Column(1));
        TLanes u2 = LoadScale<TInputScale>(scales + k.Column(2)), u3 = LoadScale<TInputScale>(scales + k.Column(3));
        TLanes p0 = TLanes.Load(pivots + k.Slot(0)), p1 = TLanes.Load(pivots + k.Slot(1));
        TLanes p2 = TLanes.Load(pivots + k.Slot(2)), p3 = TLanes.Load(pivots + k.Slot(3));
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        TStorage* x0 = x + k.Offset(0), x1 = x + k.Offset(1), x2 = x + k.Offset(2), x3 = x + k.Offset(3);
        nint at = 0, step = k.RowsPerStep * k.Stride, end = rows / k.RowsPerStep * step;
        for (; at < end; at += step)
        {
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(x0 + at + ahead);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + at), u0) - p0, ref s0, ref q0);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + at), u1) - p1, ref s1, ref q1);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x2 + at), u2) - p2, ref s2, ref q2);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + at), u3) - p3, ref s3, ref q3);
        }

        for (nint left = rows % k.RowsPerStep; left > 0; left--, at += k.Stride)
        {
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + at), u0) - p0, ref s0, ref q0);
            if (k.Count == 2)
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + at), u1) - p1, ref s1, ref q1);
        }

        AddChains(k, sums, s0, s1, s2, s3);
        AddChains(k, squares, q0, q1, q2, q3);
    }

    /// <summary>Adds the chains to the sums of their columns. A sum over a strip is small against that of the block, so nothing is lost by
    /// adding one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddFour(T* sums, TLanes c0, TLanes c1, TLanes c2, TLanes c3)
    {
        nint width = TLanes.Count;
        (TLanes.Load(sums) + c0).Store(sums);
        (TLanes.Load(sums + width) + c1).Store(sums + width);
        (TLanes.Load(sums + (2 * width)) + c2).Store(sums + (2 * width));
        (TLanes.Load(sums + (3 * width)) + c3).Store(sums + (3 * width));
    }

    /// <summary>The same of one or two registers, whose chains are added first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddChains(in ColumnChains k, T* sums, TLanes c0, TLanes c1, TLanes c2, TLanes c3)
    {
        sums += k.Slot(0);
        if (k.Count == 1)
        {
            (TLanes.Load(sums) + ((c0 + c1) + (c2 + c3))).Store(sums);
            return;
        }

        (TLanes.Load(sums) + (c0 + c2)).Store(sums);
        sums += TLanes.Count;
        (TLanes.Load(sums) + (c1 + c3)).Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes deviation, ref TLanes sum, ref TLanes squares)
    {
        sum += deviation;
        squares = TLanes.MulAdd(deviation, deviation, squares);
    }
}
