using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Where the steps read mean and centered sum of squares of a sample's planes, as a type.</summary>
internal unsafe interface IPlaneStatistics
{
    /// <summary>Whether the first pass has stored them.</summary>
    static abstract bool AreStored { get; }

    static abstract TDoubles Mean<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged;

    static abstract TDoubles Squares<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged;
}

/// <summary>Stored by the first pass, in double.</summary>
internal readonly unsafe struct StoredStatistics : IPlaneStatistics
{
    public static bool AreStored => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Mean<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged => TDoubles.Load(p->PlaneMean + ((nint)sample * p->Channels) + channel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Squares<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged => TDoubles.Load(p->PlaneSquares + ((nint)sample * p->Channels) + channel);
}

/// <summary>Planes of one value, which is its own mean: read from the input, so that nothing is stored per value.</summary>
internal readonly unsafe struct ValueStatistics : IPlaneStatistics
{
    public static bool AreStored => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Mean<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged =>
        TDoubles.LoadFrom(p->X + ((nint)sample * p->Channels) + channel) * TDoubles.Broadcast(p->PowerOfTwoScale[sample]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Squares<TDoubles, TStorage, T>(KernelArgs<TStorage, T>* p, int sample, int channel)
        where TDoubles : struct, ILanes<TDoubles, double>
        where TStorage : unmanaged
        where T : unmanaged => default;
}

/// <summary>From sums about a pivot (in <paramref name="mean"/> at first) to mean and centered sum of squares.</summary>
internal readonly unsafe struct SumCorrection(double* mean, double* shift, double* squares, nint count) : IChannelMap
{
    private readonly double* _mean = mean, _shift = shift, _squares = squares;
    private readonly double _share = 1.0 / count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TDoubles>(int c)
        where TDoubles : struct, ILanes<TDoubles, double>
    {
        TDoubles shift = TDoubles.Load(_shift + c), correction = shift * TDoubles.Broadcast(_share);
        (TDoubles.Load(_mean + c) + correction).Store(_mean + c);
        TDoubles squares = TDoubles.Load(_squares + c) - (shift * correction);
        TDoubles.WhereNotPositive(squares, default, squares).Store(_squares + c);
    }

    /// <summary>Whether all sums of squares are such as the lanes represent exactly enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool InRange<TStorage, T>(double* squares, int count)
        where TStorage : unmanaged
        where T : unmanaged
    {
        bool all = true;
        for (int c = 0; c < count; c++)
            all &= squares[c] >= KernelArgs<TStorage, T>.SmallestSquares & squares[c] <= double.MaxValue;
        return all;
    }
}
