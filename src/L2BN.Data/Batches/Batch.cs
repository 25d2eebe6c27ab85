namespace L2BN.Data;

/// <summary>Samples on their way into a network. Its arrays return to a pool when it is disposed: copy what must live longer.</summary>
public sealed class Batch : IDisposable
{
    private readonly BatchPools _pools;
    private bool _disposed;

    internal Batch(BatchPools pools, int number, int count, SampleShape shape)
    {
        (_pools, Number, Count, Shape) = (pools, number, count, shape);
        Inputs = pools.Inputs.Rent(checked(count * shape.Size));
        Labels = new long[count];
        Targets = pools.RentTargets(count);
    }

    /// <summary>Position in its epoch, from 0.</summary>
    public int Number { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>The shape of a sample.</summary>
    public SampleShape Shape { get; }

    /// <summary>Exactly <c>Count × C × H × W</c> values.</summary>
    public float[] Inputs { get; }

    /// <summary>The class of each sample, before any mixing.</summary>
    public long[] Labels { get; }

    /// <summary>Class probabilities, <c>Count × Classes</c>; null unless samples are mixed or labels smoothed.</summary>
    public float[]? Targets { get; }

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _pools.Inputs.Return(Inputs);
        if (Targets is not null) _pools.Targets.Return(Targets);
    }
}
