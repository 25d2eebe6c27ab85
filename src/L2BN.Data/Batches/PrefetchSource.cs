using System.Threading.Channels;

namespace L2BN.Data;

/// <summary>
/// Workers that run ahead of the consumer. Worker w of n makes the batches first + w, first + w + n, … into a bounded channel of its own,
/// and the consumer takes from the channels in turn: the order is right without sorting.
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
        var room = new BoundedChannelOptions(Math.Max(1, options.Prefetch / workers)) { SingleReader = true, SingleWriter = true };
        _lanes = [.. Enumerable.Range(0, workers).Select(_ => Channel.CreateBounded<Batch>(room))];
        _workers = [.. Enumerable.Range(0, workers).Select(lane => Task.Run(() => Work(lane, end), CancellationToken.None))];
    }

    public Batch Take(int number)
    {
        var reader = _lanes[(number - _first) % _lanes.Length].Reader;
        if (reader.TryRead(out Batch? batch)) return batch;
        if (reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult() && reader.TryRead(out batch)) return batch;
        throw new OperationCanceledException(_stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAll(_workers);
        foreach (var lane in _lanes)
            while (lane.Reader.TryRead(out Batch? batch)) batch.Dispose();
        _stop.Dispose();
    }

    /// <summary>Never throws: what goes wrong reaches the consumer through the channel.</summary>
    private async Task Work(int lane, int end)
    {
        var writer = _lanes[lane].Writer;
        try
        {
            for (int number = _first + lane; number < end; number += _lanes.Length) await Put(writer, number).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e) { writer.Complete(e); }
    }

    private async ValueTask Put(ChannelWriter<Batch> writer, int number)
    {
        _stop.Token.ThrowIfCancellationRequested();
        Batch batch = _maker.Make(number);
        try { await writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false); }
        catch (OperationCanceledException) { batch.Dispose(); throw; }
    }
}
