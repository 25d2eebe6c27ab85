using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace L2BN.Data;

/// <summary>
/// A data set as batches, prepared ahead on worker threads. What comes is a pure function of (data, seed, epoch, batch number):
/// neither the number of workers nor where an epoch is entered changes a bit of it.
/// </summary>
[SuppressMessage("Naming", "CA1711",
    Justification = "A stream of batches, as the word is used for data; nobody takes it for System.IO.Stream.")]
public sealed class BatchStream
{
    private readonly IDataset _dataset;
    private readonly BatchOptions _options;
    private readonly BatchPools _pools;
    private long _waitedTicks;

    /// <summary>Checks the options against the data; nothing is read yet.</summary>
    /// <exception cref="ArgumentException">An option out of range, or one that does not fit the data.</exception>
    public BatchStream(IDataset dataset, BatchOptions options)
    {
        options.Validate(dataset);
        (_dataset, _options) = (dataset, options);
        _pools = new BatchPools(dataset, options);
        BatchesPerEpoch = options.DropLast ? dataset.Count / options.BatchSize
            : (dataset.Count + options.BatchSize - 1) / options.BatchSize;
    }

    /// <summary>Batches in one epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Time that consumers of this stream have waited for batches so far.</summary>
    public TimeSpan WaitTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _waitedTicks));

    /// <summary>The batches of one epoch, in order. Dispose each when done with it.</summary>
    /// <param name="epoch">From 0; decides the order and the augmentation.</param>
    /// <param name="firstBatch">Where to enter the epoch, 0 to <see cref="BatchesPerEpoch"/>; the batches before are not made.</param>
    /// <param name="ct">Stops waiting and the workers.</param>
    /// <exception cref="DataException">While enumerating: a sample cannot be read.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="ct"/> was cancelled.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchesPerEpoch);
        return Timed(epoch, firstBatch, ct);
    }

    /// <summary>For tests: the arrays behind the batches.</summary>
    internal BatchPool Pool => _pools.Inputs;

    private IEnumerable<Batch> Timed(int epoch, int firstBatch, CancellationToken ct)
    {
        var maker = new BatchMaker(_dataset, _options, _pools, epoch);
        using IBatchSource source = _options.Workers == 0
            ? new DirectSource(maker) : new PrefetchSource(maker, _options, firstBatch, BatchesPerEpoch, ct);
        for (int number = firstBatch; number < BatchesPerEpoch; number++)
        {
            ct.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Batch batch = source.Take(number);
            Interlocked.Add(ref _waitedTicks, Stopwatch.GetTimestamp() - start);
            yield return batch;
        }
    }
}
