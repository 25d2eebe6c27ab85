using System.Buffers;

namespace L2BN.Kernels;

/// <summary>Doubles for the length of one call, borrowed from the shared pool; lost to the collector, no worse, if the call throws.</summary>
internal readonly ref struct Scratch(long length)
{
    private readonly double[] _array = ArrayPool<double>.Shared.Rent(checked((int)length));

    /// <summary>At least as many doubles as were asked for, with any content.</summary>
    public Span<double> All => _array;

    public void Return() => ArrayPool<double>.Shared.Return(_array);
}
