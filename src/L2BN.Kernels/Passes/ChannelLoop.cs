using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Arithmetic on the statistics of neighboring channels, written once for any number of them.</summary>
internal interface IChannelMap
{
    /// <summary>Computes the channels <paramref name="c"/> … <paramref name="c"/> + Count − 1.</summary>
    void Apply<TDoubles>(int c)
        where TDoubles : struct, ILanes<TDoubles, double>;
}

/// <summary>A term per channel, to be summed over channels.</summary>
internal interface IChannelTerm
{
    /// <summary>The terms of the channels <paramref name="c"/> … <paramref name="c"/> + Count − 1.</summary>
    TDoubles Compute<TDoubles>(int c)
        where TDoubles : struct, ILanes<TDoubles, double>;
}

/// <summary>
/// The loops over channels: registers first, then one by one. The order of a sum depends on the number of channels and on the
/// machine's register, never on threads.
/// </summary>
internal static class ChannelLoop
{
    /// <summary>Most channels of a part; a multiple of every register.</summary>
    public const int PartChannels = 64;

    /// <summary>Parts into which the work on all channels is cut.</summary>
    public static int Parts(int channels) => (channels + PartChannels - 1) / PartChannels;

    /// <summary>The channels of a part.</summary>
    public static (int From, int To) Part(int part, int channels) =>
        (part * PartChannels, Math.Min(channels, (part * PartChannels) + PartChannels));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<TMap>(TMap map, int from, int to)
        where TMap : struct, IChannelMap
    {
        if (Vector512.IsHardwareAccelerated)
            from = MapWhole<TMap, Lanes512<double>>(map, from, to);
        else if (Vector256.IsHardwareAccelerated)
            from = MapWhole<TMap, Lanes256<double>>(map, from, to);
        else if (Vector128.IsHardwareAccelerated)
            from = MapWhole<TMap, Lanes128<double>>(map, from, to);
        MapWhole<TMap, LaneScalar<double>>(map, from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<TTerm>(TTerm term, int channels)
        where TTerm : struct, IChannelTerm
    {
        int from = 0;
        double sum = 0;
        if (Vector512.IsHardwareAccelerated)
            sum = SumWhole<TTerm, Lanes512<double>>(term, ref from, channels);
        else if (Vector256.IsHardwareAccelerated)
            sum = SumWhole<TTerm, Lanes256<double>>(term, ref from, channels);
        else if (Vector128.IsHardwareAccelerated)
            sum = SumWhole<TTerm, Lanes128<double>>(term, ref from, channels);
        return sum + SumWhole<TTerm, LaneScalar<double>>(term, ref from, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MapWhole<TMap, TDoubles>(TMap map, int from, int to)
        where TMap : struct, IChannelMap
        where TDoubles : struct, ILanes<TDoubles, double>
    {
        for (; from <= to - TDoubles.Count; from += TDoubles.Count)
            map.Apply<TDoubles>(from);
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SumWhole<TTerm, TDoubles>(TTerm term, ref int from, int to)
        where TTerm : struct, IChannelTerm
        where TDoubles : struct, ILanes<TDoubles, double>
    {
        TDoubles sum = default;
        for (; from <= to - TDoubles.Count; from += TDoubles.Count)
            sum += term.Compute<TDoubles>(from);
        return TDoubles.Sum(sum);
    }
}
