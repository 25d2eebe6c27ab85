namespace L2BN.Data;

/// <summary>Makes batch k of one epoch, whoever asks and whenever: nothing here remembers the batches before.</summary>
internal sealed class BatchMaker(IDataset dataset, BatchOptions options, BatchPool pool, int epoch)
{
    private readonly int[] _order = EpochOrder.Of(dataset.Count, options.Seed, epoch, options.Shuffle);

    internal Batch Make(int number)
    {
        int first = number * options.BatchSize;
        var batch = new Batch(pool, number, Math.Min(options.BatchSize, _order.Length - first), dataset.Shape, targetClasses: 0);
        for (int i = 0; i < batch.Count; i++) Fill(batch, i, _order[first + i]);
        return batch;
    }

    private void Fill(Batch batch, int position, int index)
    {
        var sample = batch.Inputs.AsSpan(position * dataset.Shape.Size, dataset.Shape.Size);
        dataset.Read(index, sample);
        var random = new SampleRandom(options.Seed, epoch, index);
        options.Augmentation?.Apply(sample, dataset.Shape, ref random);
        options.Normalization?.Apply(sample, dataset.Shape);
        batch.Labels[position] = dataset.Label(index);
    }
}
