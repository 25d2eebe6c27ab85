using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>First pass over channels-first data: mean and centered sum of squares of every block of every plane.</summary>
internal static unsafe class PlaneMoments<TStorage, T, TLanes>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        int tile = part * p->TilesPerPart, end = Math.Min(p->Tiles, tile + p->TilesPerPart);
        int plane = tile / p->Blocks, block = tile % p->Blocks, sample = plane / p->Channels, channel = plane % p->Channels;
        T one = Storage.FromDouble<T>(1);
        for (; tile < end; tile++)
        {
            TStorage* x = p->X + p->RunStart(sample, channel, block);
            nint at = (p->Row(sample, block) * p->Channels) + channel;
            int length = p->LengthOf(block);
            Compute<NoScale>(x, length, one, p->PrefetchDistance, out double mean, out double squares);
            if (!(squares >= KernelArgs<TStorage, T>.SmallestSquares && squares <= double.MaxValue) && typeof(T) == typeof(float))
                Rescale(x, length, ref mean, ref squares);
            (p->BlockMean[at], p->BlockSquares[at]) = (mean, squares);
            if (++block == p->Blocks)
            {
                block = 0;
                if (++channel == p->Channels)
                    (channel, sample) = (0, sample + 1);
            }
        }
    }

    /// <summary>All planes of a sample again, its values times a power of two: for squares that leave the range of double.</summary>
    public static void Rescale(KernelArgs<TStorage, T>* p, int sample, double scale)
    {
        T factor = Storage.FromDouble<T>(scale);
        for (int block = 0; block < p->Blocks; block++)
        {
            nint row = p->Row(sample, block) * p->Channels;
            for (int c = 0; c < p->Channels; c++)
            {
                TStorage* x = p->X + p->RunStart(sample, c, block);
                Compute<PowerOfTwo>(x, p->LengthOf(block), factor, 0, out p->BlockMean[row + c], out p->BlockSquares[row + c]);
            }
        }
    }

    /// <summary>The same run times the power of two next to its largest magnitude; what float lanes could not represent they now do,
    /// and the bits are those of the same run at ordinary size.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rescale(TStorage* x, nint n, ref double mean, ref double squares)
    {
        if (!Magnitude.TryScale(x, n, 1, ref mean, ref squares, out double scale))
            return;
        Compute<PowerOfTwo>(x, n, Storage.FromDouble<T>(scale), 0, out mean, out squares);
        (mean, squares) = (mean / scale, squares / scale / scale);
    }

    /// <summary>
    /// Effectively mean = Σx/n and squares = Σ(x − mean)² of a run of neighbors, x times <paramref name="scale"/>. A run has at most some
    /// thousand elements, so the second sweep reads the L1 cache. The first sweep finds a pivot near the mean; the second sums (x − pivot)
    /// and (x − pivot)², which cancels nothing however large the mean, and corrects for the pivot's rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Compute<TInputScale>(TStorage* x, nint n, T scale, nint prefetch, out double mean, out double squares)
        where TInputScale : struct, IInputScale
    {
        TLanes u = TLanes.Broadcast(scale);
        T pivot = Storage.FromDouble<T>(Sum<TInputScale>(x, n, u, prefetch) / n);
        TLanes p = TLanes.Broadcast(pivot);
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - (4 * width); i += 4 * width)
        {
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u) - p, ref s0, ref q0);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + width), u) - p, ref s1, ref q1);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + (2 * width)), u) - p, ref s2, ref q2);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + (3 * width)), u) - p, ref s3, ref q3);
        }

        for (; i <= n - width; i += width)
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u) - p, ref s0, ref q0);
        if (i < n)
            Add(TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + n - width), u) - p, (int)(n - i)), ref s1, ref q1);
        double shift = TLanes.Sum((s0 + s1) + (s2 + s3)), correction = shift / n;
        mean = Storage.ToDouble(pivot) + correction;
        squares = TLanes.Sum((q0 + q1) + (q2 + q3)) - (shift * correction);
        squares = squares < 0 ? 0 : squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes deviation, ref TLanes sum, ref TLanes squares)
    {
        sum += deviation;
        squares = TLanes.MulAdd(deviation, deviation, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Sum<TInputScale>(TStorage* x, nint n, TLanes u, nint prefetch)
        where TInputScale : struct, IInputScale
    {
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - (4 * width); i += 4 * width)
        {
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(x + i + prefetch);
            s0 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u);
            s1 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + width), u);
            s2 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + (2 * width)), u);
            s3 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i + (3 * width)), u);
        }

        for (; i <= n - width; i += width)
            s0 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u);
        if (i < n)
            s1 += TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + n - width), u), (int)(n - i));
        return TLanes.Sum((s0 + s1) + (s2 + s3));
    }
}
