using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Loops;

/// <summary>From sums about a pivot (which the mean holds at first) to mean and centred sum of squares.</summary>
internal readonly unsafe struct Corrected(double* mean, double* shift, double* squares, nint count) : IChannelMap
{
    private readonly double* _mean = mean, _shift = shift, _squares = squares;
    private readonly double _share = 1.0 / count;

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
