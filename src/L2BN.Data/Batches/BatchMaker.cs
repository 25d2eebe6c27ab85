using System.Buffers;

namespace L2BN.Data;

/// <summary>Makes batch k of one epoch, whoever asks and whenever: nothing here remembers the batches before.</summary>
internal sealed class BatchMaker(IDataset dataset, BatchOptions options, BatchPools pools, int epoch)
{
    private readonly SampleShape _shape = options.ShapeOf(dataset);
    private readonly int[] _order = EpochOrder.Of(dataset.Count, options.Seed, epoch, options.Shuffle);
    private readonly int _classes = dataset.Classes.Count;

    internal Batch Make(int number)
    {
        int first = number * options.BatchSize;
        var batch = new Batch(pools, number, Math.Min(options.BatchSize, _order.Length - first), _shape);
        try
        {
            for (int i = 0; i < batch.Count; i++) Fill(batch, i, _order[first + i]);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private void Fill(Batch batch, int position, int index)
    {
        var sample = batch.Inputs.AsSpan(position * _shape.Size, _shape.Size);
        Prepare(index, sample);
        batch.Labels[position] = dataset.Label(index);
        if (batch.Targets is not null) WriteTarget(batch.Targets.AsSpan(position * _classes, _classes), index, sample);
    }

    /// <summary>Sample <paramref name="index"/> as this epoch shows it.</summary>
    private void Prepare(int index, Span<float> sample)
    {
        if (_shape == dataset.Shape) ReadAugmented(index, sample);
        else ReadCropped(index, sample);
        options.Normalization?.Apply(sample, _shape);
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
        float[] buffer = ArrayPool<float>.Shared.Rent(dataset.Shape.Size);
        var whole = buffer.AsSpan(0, dataset.Shape.Size);
        ReadAugmented(index, whole);
        whole[..sample.Length].CopyTo(sample);
        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Mixes the sample with a partner from anywhere in the data (not only from its batch, so that batches do not matter), and
    /// says what it is now.</summary>
    private void WriteTarget(Span<float> target, int index, Span<float> sample)
    {
        var random = new SampleRandom(options.Seed, epoch, index, RandomPurpose.Mixing);
        int partner = options.MixupAlpha > 0 ? random.NextInt(dataset.Count) : index;
        double weight = options.MixupAlpha > 0 ? BetaDistribution.Next(options.MixupAlpha, ref random) : 1;
        if (partner != index) Mix(sample, partner, (float)weight);
        SoftTargets.Write(target, dataset.Label(index), dataset.Label(partner), weight, options.LabelSmoothing);
    }

    private void Mix(Span<float> sample, int partner, float weight)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(sample.Length);
        var other = buffer.AsSpan(0, sample.Length);
        Prepare(partner, other);
        for (int i = 0; i < sample.Length; i++) sample[i] = weight * sample[i] + (1 - weight) * other[i];
        ArrayPool<float>.Shared.Return(buffer);
    }
}
