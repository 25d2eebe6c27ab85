using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>Slow path of the first pass of backward: sums that overflow in float, taken again in double.</summary>
internal static unsafe class GradientOverflow<T>
    where T : unmanaged
{
    /// <summary>Looks at the sums of a register of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<TActivation, TResidual>(
        Problem<T>* p, in PlaneCoefficients<T> planes, in RowWalk<T> walk, nint column, int count)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag
    {
        double* sumG = p->SumG + walk.Statistic + column, sumGX = p->SumGX + walk.Statistic + column;
        double all = 0;
        for (int c = 0; c < count; c++)
            all += sumG[c] + sumGX[c];
        if (!double.IsFinite(all))
            Columns<TActivation, TResidual>(p, planes, walk, column, count);
    }

    /// <summary>Runs of planes of one stretch, by their place in the block statistics.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Runs<TActivation, TResidual>(
        Problem<T>* p, in PlaneCoefficients<T> planes, in PlaneWalk<T> walk, nint* statistics, int count)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag
    {
        var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]) };
        for (int run = 0; run < count; run++)
        {
            nint statistic = statistics[run];
            int channel = (int)(statistic % p->Channels), block = (int)(statistic / p->Channels % p->Blocks), index = channel - walk.Channel;
            (k.A, k.P, k.Offset) = (planes.A[index], planes.P[index], planes.Offset[index]);
            nint start = p->RunStart(walk.Sample, channel, block);
            Sums<TActivation, TResidual>(
                p->X + start, p->G + start, p->Y + start, p->LengthOf(block), 1, k, out p->SumG[statistic], out p->SumGX[statistic]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Columns<TActivation, TResidual>(
        Problem<T>* p, in PlaneCoefficients<T> planes, in RowWalk<T> walk, nint column, int count)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag
    {
        var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]) };
        for (nint c = column; c < column + count; c++)
        {
            (k.A, k.P, k.Offset) = (planes.A[c], planes.P[c], planes.Offset[c]);
            nint at = walk.Start + c, statistic = walk.Statistic + c;
            Sums<TActivation, TResidual>(
                p->X + at, p->G + at, p->Y + at, walk.Rows, p->Channels, k, out p->SumG[statistic], out p->SumGX[statistic]);
        }
    }

    /// <summary>The mask is the element type's, as everywhere; only products and sums are double.</summary>
    private static void Sums<TActivation, TResidual>(
        T* x, T* g, T* y, nint n, nint stride, in Coefficients<T> k, out double sumG, out double sumGX)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag
    {
        if (typeof(T) == typeof(float))
            Singles<TActivation, TResidual>((float*)x, (float*)g, (float*)y, n, stride, Unsafe.As<Coefficients<T>, Coefficients<float>>(ref Unsafe.AsRef(in k)), out sumG, out sumGX);
        else
            (sumG, sumGX) = (double.NaN, double.NaN);
    }

    private static void Singles<TActivation, TResidual>(
        float* x, float* g, float* y, nint n, nint stride, in Coefficients<float> k, out double sumG, out double sumGX)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag
    {
        (sumG, sumGX) = (0, 0);
        for (nint i = 0; i < n * stride; i += stride)
        {
            LaneScalar<float> centred = new((x[i] * k.Unit) - k.P), a = new(k.A), t = new(k.Offset), slope = new(k.Slope);
            double masked = LaneScalar<float>.Sum(
                GradientSums<float, LaneScalar<float>, TActivation, TResidual, AsIs>.Masked(centred, g + i, y + i, a, t, slope));
            sumG += masked;
            sumGX += masked * LaneScalar<float>.Sum(centred);
        }
    }
}
