using System.Collections.Concurrent;

namespace L2BN.Data.Batches;

/// <summary>One batch of samples. Its arrays return to a pool on disposal: copy what is needed longer.</summary>
public sealed class Batch : IDisposable
{
    private readonly BatchArrays _arrays;
    private bool _disposed;

    internal Batch(BatchArrays arrays, int number, int count, SampleShape shape)
    {
        (_arrays, Number, Count, Shape) = (arrays, number, count, shape);
        Inputs = arrays.Inputs.Rent(checked(count * shape.Size));
        Labels = new long[count];
        Targets = arrays.RentTargets(count);
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

    /// <summary>Class probabilities, <c>Count × Classes</c>; null unless samples are mixed.</summary>
    public float[]? Targets { get; }

    /// <summary>Returns the arrays to the pool.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _arrays.Inputs.Return(Inputs);
        if (Targets is not null)
            _arrays.Targets.Return(Targets);
    }
}

/// <summary>The pools of the batches of one stream.</summary>
internal sealed class BatchArrays
{
    private readonly int _classes;

    internal BatchArrays(IDataset dataset, BatchOptions options)
    {
        _classes = options.MixupAlpha > 0 ? dataset.Classes.Count : 0;
        Inputs = new FixedLengthPool(options.BatchSize * options.OutputShape(dataset).Size);
        Targets = new FixedLengthPool(checked(options.BatchSize * _classes));
    }

    internal FixedLengthPool Inputs { get; }

    internal FixedLengthPool Targets { get; }

    internal float[]? RentTargets(int count) => _classes > 0 ? Targets.Rent(count * _classes) : null;
}

/// <summary>Reuses arrays of exactly one length. Arrays of other lengths (an epoch's last batch) are allocated and not reused.</summary>
/// <remarks>The shared array pool rounds lengths up, and a tensor made from such an array would be too long.</remarks>
internal sealed class FixedLengthPool(int length)
{
    private readonly ConcurrentBag<float[]> _free = [];

    private int _allocated;

    /// <summary>Arrays that can be rented without allocating.</summary>
    internal int Free => _free.Count;

    /// <summary>Arrays allocated so far, those of other lengths included.</summary>
    internal int Allocated => _allocated;

    internal float[] Rent(int size)
    {
        if (size == length && _free.TryTake(out float[]? array))
            return array;
        Interlocked.Increment(ref _allocated);
        return GC.AllocateUninitializedArray<float>(size);
    }

    internal void Return(float[] array)
    {
        if (array.Length == length)
            _free.Add(array);
    }
}
