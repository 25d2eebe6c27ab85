using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Slow path: magnitudes of data whose statistics are infinite, undefined or vanishing.</summary>
internal static unsafe class Magnitude
{
    /// <summary>The power of two that brings the largest of <paramref name="n"/> values into [1, 2). False where there is nothing to
    /// rescale; then mean and squares are set to 0 for zeros, infinity where a value is infinite, NaN where one is NaN.</summary>
    public static bool TryScale<T>(T* x, nint n, nint stride, ref double mean, ref double squares, out double scale)
        where T : unmanaged
    {
        double largest = Largest(x, n, stride);
        bool ordinary = largest > 0 && double.IsFinite(largest);
        if (!ordinary)
            (mean, squares) = (largest, largest);
        scale = ordinary ? PowerOfTwoScale<T>(largest) : 1;
        return ordinary;
    }

    /// <summary>1/2^e with 2^e ≤ value &lt; 2^(e+1), but within the normal numbers of the type in which
    /// <typeparamref name="T"/> is computed.</summary>
    public static double PowerOfTwoScale<T>(double value)
        where T : unmanaged
    {
        int limit = typeof(T) == typeof(double) ? 1022 : 126;
        return Math.ScaleB(1, -Math.Clamp(Math.ILogB(value), -limit, limit));
    }

    /// <summary>Largest |x|, NaN if there is one.</summary>
    public static double Largest<T>(T* x, nint n, nint stride)
        where T : unmanaged
    {
        double largest = 0;
        for (nint i = 0; i < n; i++)
            largest = Math.Max(largest, Math.Abs(Storage.ToDouble(x[i * stride])));
        return largest;
    }
}
