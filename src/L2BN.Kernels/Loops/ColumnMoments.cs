using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>
/// Mean and centred sum of squares of every column of a block of rows: the twin of <see cref="Moments{T,TLanes,TUnit}"/> for
/// channels-last data, a lane per channel. Each column is summed in the order of its rows, whichever method visits it.
/// </summary>
internal static unsafe class ColumnMoments<T, TLanes, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TUnit : struct, IUnit
{
    // A column is summed by one lane, so squares are summed in groups of rows: 127 of them then lose as little as two chains of 16.
    private const int Group = 16;

    /// <summary>Columns 0 … <paramref name="columns"/> − 1 (at least one register of them). The last registers may overlap: a column
    /// visited twice gets the same values twice.</summary>
    /// <param name="x">First element of the block.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="units">The unit of every column; not read by <see cref="AsIs"/>.</param>
    /// <param name="pivot">Per column a value near the mean.</param>
    /// <param name="shift">Per column Σ(x − pivot).</param>
    /// <param name="squares">Per column Σ(x − pivot)².</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(T* x, nint rows, nint stride, nint columns, T* units, double* pivot, double* shift, double* squares)
    {
        nint c = 0, width = TLanes.Count;
        for (; c <= columns - (4 * width); c += 4 * width)
            Four(x + c, rows, stride, units + c, pivot + c, shift + c, squares + c);
        for (; c < columns; c += width)
        {
            nint at = c <= columns - width ? c : columns - width;
            One(x + at, rows, stride, units + at, pivot + at, shift + at, squares + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Unit(T* units) => typeof(TUnit) == typeof(AsIs) ? default : TLanes.Load(units);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(T* x, nint rows, nint stride, T* units, double* pivot, double* shift, double* squares)
    {
        TLanes u = Unit(units), sum = default, s = default, q = default;
        for (nint j = 0; j < rows; j++)
            sum += TUnit.In<TLanes, T>(TLanes.Load(x + (j * stride)), u);
        TLanes p = sum * TLanes.Broadcast(Real.FromDouble<T>(1.0 / rows));
        for (nint j = 0; j < rows;)
        {
            TLanes part = default;
            for (nint end = Math.Min(rows, j + Group); j < end; j++)
                Add(TUnit.In<TLanes, T>(TLanes.Load(x + (j * stride)), u) - p, ref s, ref part);
            q += part;
        }

        Store(p, s, q, pivot, shift, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(T* x, nint rows, nint stride, T* units, double* pivot, double* shift, double* squares)
    {
        nint width = TLanes.Count;
        TLanes u0 = Unit(units), u1 = Unit(units + width), u2 = Unit(units + (2 * width)), u3 = Unit(units + (3 * width));
        TLanes p0 = default, p1 = default, p2 = default, p3 = default;
        T* row = x;
        for (nint j = 0; j < rows; j++, row += stride)
        {
            p0 += TUnit.In<TLanes, T>(TLanes.Load(row), u0);
            p1 += TUnit.In<TLanes, T>(TLanes.Load(row + width), u1);
            p2 += TUnit.In<TLanes, T>(TLanes.Load(row + (2 * width)), u2);
            p3 += TUnit.In<TLanes, T>(TLanes.Load(row + (3 * width)), u3);
        }

        TLanes share = TLanes.Broadcast(Real.FromDouble<T>(1.0 / rows));
        (p0, p1, p2, p3) = (p0 * share, p1 * share, p2 * share, p3 * share);
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        row = x;
        for (nint j = 0; j < rows;)
        {
            TLanes part0 = default, part1 = default, part2 = default, part3 = default;
            for (nint end = Math.Min(rows, j + Group); j < end; j++, row += stride)
            {
                Add(TUnit.In<TLanes, T>(TLanes.Load(row), u0) - p0, ref s0, ref part0);
                Add(TUnit.In<TLanes, T>(TLanes.Load(row + width), u1) - p1, ref s1, ref part1);
                Add(TUnit.In<TLanes, T>(TLanes.Load(row + (2 * width)), u2) - p2, ref s2, ref part2);
                Add(TUnit.In<TLanes, T>(TLanes.Load(row + (3 * width)), u3) - p3, ref s3, ref part3);
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
