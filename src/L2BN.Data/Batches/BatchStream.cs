using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace L2BN.Data.Batches;

/// <summary>
/// A data set as batches, prefetched on worker threads. A batch is a pure function of (data, seed, epoch, batch number): neither the number
/// of workers nor the batch at which an epoch starts changes a bit of it.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of batches; it cannot be confused with System.IO.Stream.")]
public sealed class BatchStream
{
    private readonly IDataset _dataset;
    private readonly BatchOptions _options;
    private readonly BatchArrays _arrays;
    private long _waitedTicks;

    /// <summary>Checks the options against the data; nothing is read yet.</summary>
    /// <exception cref="ArgumentException">An option out of range, or one that does not fit the data.</exception>
    public BatchStream(IDataset dataset, BatchOptions options)
    {
        options.Validate(dataset);
        (_dataset, _options) = (dataset, options);
        _arrays = new BatchArrays(dataset, options);
        BatchesPerEpoch = options.DropLast ? dataset.Count / options.BatchSize
            : (dataset.Count + options.BatchSize - 1) / options.BatchSize;
    }

    /// <summary>Batches in one epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Time that consumers of this stream have waited for batches so far.</summary>
    public TimeSpan WaitTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _waitedTicks));

    /// <summary>The batches of one epoch, in order. Dispose each after use.</summary>
    /// <param name="epoch">From 0; decides the order and the augmentation.</param>
    /// <param name="firstBatch">The batch to start at, 0 to <see cref="BatchesPerEpoch"/>; earlier ones are not made.</param>
    /// <param name="ct">Stops waiting and the workers.</param>
    /// <exception cref="DataException">While enumerating: a sample cannot be read.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="ct"/> was canceled.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchesPerEpoch);
        return Enumerate(epoch, firstBatch, ct);
    }

    /// <summary>For tests: the arrays of the batches.</summary>
    internal FixedLengthPool Pool => _arrays.Inputs;

    private IEnumerable<Batch> Enumerate(int epoch, int firstBatch, CancellationToken ct)
    {
        var maker = new BatchMaker(_dataset, _options, _arrays, epoch);
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

/// <summary>Supplies the batches of one epoch in order.</summary>
internal interface IBatchSource : IDisposable
{
    Batch Take(int number);
}

/// <summary>Makes each batch on demand, on the caller's thread.</summary>
internal sealed class DirectSource(BatchMaker maker) : IBatchSource
{
    public Batch Take(int number) => maker.Make(number);

    public void Dispose() { }
}

/// <summary>
/// Workers that run ahead of the consumer. Worker w of n makes the batches first + w, first + w + n, … into a bounded channel of its own,
/// and the consumer reads the channels in turn: the order is right without sorting.
/// </summary>
internal sealed class PrefetchSource : IBatchSource
{
    private readonly BatchMaker _maker;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<Batch>[] _lanes;
    private readonly Task[] _workers;
    private readonly int _first;

    internal PrefetchSource(BatchMaker maker, BatchOptions options, int first, int end, CancellationToken ct)
    {
        (_maker, _first) = (maker, first);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        int workers = Math.Clamp(end - first, 1, options.Workers);
        var bounds = new BoundedChannelOptions(Math.Max(1, options.Prefetch / workers)) { SingleReader = true, SingleWriter = true };
        _lanes = [.. Enumerable.Range(0, workers).Select(_ => Channel.CreateBounded<Batch>(bounds))];
        _workers = [.. Enumerable.Range(0, workers).Select(lane => Task.Run(() => Work(lane, end), CancellationToken.None))];
    }

    public Batch Take(int number)
    {
        ChannelReader<Batch> reader = _lanes[(number - _first) % _lanes.Length].Reader;
        if (reader.TryRead(out Batch? batch))
            return batch;
        if (reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult() && reader.TryRead(out batch))
            return batch;
        throw new OperationCanceledException(_stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAll(_workers);
        foreach (Channel<Batch> lane in _lanes)
        {
            while (lane.Reader.TryRead(out Batch? batch))
                batch.Dispose();
        }
        _stop.Dispose();
    }

    /// <summary>Never throws: an exception reaches the consumer through the channel.</summary>
    private async Task Work(int lane, int end)
    {
        ChannelWriter<Batch> writer = _lanes[lane].Writer;
        try
        {
            for (int number = _first + lane; number < end; number += _lanes.Length)
                await Write(writer, number).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }

    private async ValueTask Write(ChannelWriter<Batch> writer, int number)
    {
        _stop.Token.ThrowIfCancellationRequested();
        Batch batch = _maker.Make(number);
        try
        {
            await writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            batch.Dispose();
            throw;
        }
    }
}
