using System.Collections.Concurrent;

namespace L2BN.Data;

/// <summary>Arrays of exactly one length, reused from batch to batch. Other lengths (an epoch's last batch) are made and dropped.</summary>
/// <remarks>The shared array pool rounds lengths up, and a tensor made from such an array would be too long.</remarks>
internal sealed class BatchPool(int length)
{
    private readonly ConcurrentBag<float[]> _free = [];

    private int _made;

    /// <summary>Arrays that wait to be used again.</summary>
    internal int Free => _free.Count;

    /// <summary>Arrays allocated so far, those of other lengths included.</summary>
    internal int Made => _made;

    internal float[] Rent(int wanted)
    {
        if (wanted == length && _free.TryTake(out float[]? array)) return array;
        Interlocked.Increment(ref _made);
        return GC.AllocateUninitializedArray<float>(wanted);
    }

    internal void Return(float[] array)
    {
        if (array.Length == length) _free.Add(array);
    }
}
