using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// First pass over channels-last data: <see cref="PlaneMoments{TStorage,T,TLanes}"/> with a lane per channel. Each column of a block of
/// rows is summed in the order of its rows, whichever method computes it.
/// </summary>
internal static unsafe class ColumnMoments<TStorage, T, TLanes>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    // Columns at a time, so that the scratch fits the stack and the L1 cache; the last chunk may have almost twice as many.
    private const int Chunk = 256;

    // A column is summed by one lane, so squares are summed in groups of rows: 127 of them then lose as little as two chains of 16.
    private const int Group = 16;

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
                Columns<NoScale>(x, rows, p->Channels, count, scales, mean, shift, squares);
            else
                Columns<PowerOfTwo>(x, rows, p->Channels, count, scales, mean, shift, squares);
            ChannelLoop.Map(new SumCorrection(mean, shift, squares, rows), 0, count);
            if (typeof(T) == typeof(float) && noScale && !SumCorrection.InRange<TStorage, T>(squares, count))
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

        Columns<PowerOfTwo>(x, rows, stride, count, scales, newMean, shift, newSquares);
        ChannelLoop.Map(new SumCorrection(newMean, shift, newSquares, rows), 0, count);
        for (int c = 0; c < count; c++)
        {
            double scale = Storage.ToDouble(scales[c]);
            if (redo[c])
                (mean[c], squares[c]) = (newMean[c] / scale, newSquares[c] / scale / scale);
        }
    }

    /// <summary>Columns 0 … <paramref name="columns"/> − 1 (at least one register of them). The last registers may overlap: a column
    /// computed twice gets the same values twice.</summary>
    /// <param name="x">First element of the block.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="scales">The power of two of every column; not read without one.</param>
    /// <param name="pivot">Per column a value near the mean.</param>
    /// <param name="shift">Per column Σ(x − pivot).</param>
    /// <param name="squares">Per column Σ(x − pivot)².</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<TInputScale>(
        TStorage* x, nint rows, nint stride, nint columns, T* scales, double* pivot, double* shift, double* squares)
        where TInputScale : struct, IInputScale
    {
        nint c = 0, width = TLanes.Count;
        for (; c <= columns - (4 * width); c += 4 * width)
            FourRegisters<TInputScale>(x + c, rows, stride, scales + c, pivot + c, shift + c, squares + c);
        for (; c < columns; c += width)
        {
            nint at = c <= columns - width ? c : columns - width;
            OneRegister<TInputScale>(x + at, rows, stride, scales + at, pivot + at, shift + at, squares + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadScale<TInputScale>(T* scales) => typeof(TInputScale) == typeof(NoScale) ? default : TLanes.Load(scales);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRegister<TInputScale>(
        TStorage* x, nint rows, nint stride, T* scales, double* pivot, double* shift, double* squares)
        where TInputScale : struct, IInputScale
    {
        TLanes u = LoadScale<TInputScale>(scales), sum = default, s = default, q = default;
        for (nint j = 0; j < rows; j++)
            sum += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + (j * stride)), u);
        TLanes p = sum * TLanes.Broadcast(Storage.FromDouble<T>(1.0 / rows));
        for (nint j = 0; j < rows;)
        {
            TLanes part = default;
            for (nint end = Math.Min(rows, j + Group); j < end; j++)
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + (j * stride)), u) - p, ref s, ref part);
            q += part;
        }

        Store(p, s, q, pivot, shift, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRegisters<TInputScale>(
        TStorage* x, nint rows, nint stride, T* scales, double* pivot, double* shift, double* squares)
        where TInputScale : struct, IInputScale
    {
        nint width = TLanes.Count;
        TLanes u0 = LoadScale<TInputScale>(scales), u1 = LoadScale<TInputScale>(scales + width);
        TLanes u2 = LoadScale<TInputScale>(scales + (2 * width)), u3 = LoadScale<TInputScale>(scales + (3 * width));
        TLanes p0 = default, p1 = default, p2 = default, p3 = default;
        TStorage* row = x;
        for (nint j = 0; j < rows; j++, row += stride)
        {
            p0 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row), u0);
            p1 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + width), u1);
            p2 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + (2 * width)), u2);
            p3 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + (3 * width)), u3);
        }

        TLanes share = TLanes.Broadcast(Storage.FromDouble<T>(1.0 / rows));
        (p0, p1, p2, p3) = (p0 * share, p1 * share, p2 * share, p3 * share);
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        row = x;
        for (nint j = 0; j < rows;)
        {
            TLanes part0 = default, part1 = default, part2 = default, part3 = default;
            for (nint end = Math.Min(rows, j + Group); j < end; j++, row += stride)
            {
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row), u0) - p0, ref s0, ref part0);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + width), u1) - p1, ref s1, ref part1);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + (2 * width)), u2) - p2, ref s2, ref part2);
                Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(row + (3 * width)), u3) - p3, ref s3, ref part3);
            }

            q0 += part0;
            q1 += part1;
            q2 += part2;
            q3 += part3;
        }

        Store(p0, s0, q0, pivot, shift, squares);
        Store(p1, s1, q1, pivot + width, shift + width, squares + width);
        Store(p2, s2, q2, pivot + (2 * width), shift + (2 * width), squares + (2 * width));
        Store(p3, s3, q3, pivot + (3 * width), shift + (3 * width), squares + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes deviation, ref TLanes sum, ref TLanes squares)
    {
        sum += deviation;
        squares = TLanes.MulAdd(deviation, deviation, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes p, TLanes s, TLanes q, double* pivot, double* shift, double* squares)
    {
        p.StoreAs(pivot);
        s.StoreAs(shift);
        q.StoreAs(squares);
    }
}
