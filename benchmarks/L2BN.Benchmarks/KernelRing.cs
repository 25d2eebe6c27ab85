namespace L2BN.Benchmarks;

/// <summary>So many tensors of one shape, used in turn, that each has left the caches before it is used again.</summary>
internal sealed class KernelRing : IDisposable
{
    private const int Bytes = 256 << 20, TensorsEach = 4;
    private readonly KernelData<float>[] _all;
    private int _next;

    public KernelRing(int[] shape)
    {
        long bytes = TensorsEach * sizeof(float) * shape.Aggregate(1L, (a, b) => a * b);
        _all = [.. Enumerable.Range(0, (int)(Bytes / bytes)).Select(_ => new KernelData<float>(shape))];
    }

    public KernelData<float> Next() => _all[_next++ % _all.Length];

    public void Dispose()
    {
        foreach (KernelData<float> data in _all)
            data.Dispose();
    }
}
