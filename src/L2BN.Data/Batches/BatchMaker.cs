using System.Buffers;

namespace L2BN.Data;

/// <summary>Makes batch k of one epoch, whoever asks and whenever: nothing here remembers the batches before.</summary>
internal sealed class BatchMaker(IDataset dataset, BatchOptions options, BatchPool pool, int epoch)
{
    private readonly SampleShape _shape = options.ShapeOf(dataset);
    private readonly int[] _order = EpochOrder.Of(dataset.Count, options.Seed, epoch, options.Shuffle);

    internal Batch Make(int number)
    {
        int first = number * options.BatchSize;
        var batch = new Batch(pool, number, Math.Min(options.BatchSize, _order.Length - first), _shape, targetClasses: 0);
        for (int i = 0; i < batch.Count; i++) Fill(batch, i, _order[first + i]);
        return batch;
    }

    private void Fill(Batch batch, int position, int index)
    {
        var sample = batch.Inputs.AsSpan(position * _shape.Size, _shape.Size);
        if (_shape == dataset.Shape) ReadAugmented(index, sample);
        else ReadCropped(index, sample);
        options.Normalization?.Apply(sample, _shape);
        batch.Labels[position] = dataset.Label(index);
    }

    private void ReadAugmented(int index, Span<float> sample)
    {
        dataset.Read(index, sample);
        var random = new SampleRandom(options.Seed, epoch, index);
        options.Augmentation?.Apply(sample, dataset.Shape, ref random);
    }

    /// <summary>A sample that is cropped needs room for all of it first.</summary>
    private void ReadCropped(int index, Span<float> sample)
    {
        float[] whole = ArrayPool<float>.Shared.Rent(dataset.Shape.Size);
        ReadAugmented(index, whole.AsSpan(0, dataset.Shape.Size));
        whole.AsSpan(0, sample.Length).CopyTo(sample);
        ArrayPool<float>.Shared.Return(whole);
    }
}
