using System.Buffers;

namespace L2BN.Data.Batches;

/// <summary>Makes batch k of one epoch, in any order and on any thread: no state is carried from batch to batch.</summary>
internal sealed class BatchMaker(IDataset dataset, BatchOptions options, BatchArrays arrays, int epoch)
{
    private readonly SampleShape _shape = options.OutputShape(dataset);
    private readonly int[] _order = EpochOrder(dataset.Count, options.Seed, epoch, options.Shuffle);
    private readonly int _classes = dataset.Classes.Count;

    internal Batch Make(int number)
    {
        int first = number * options.BatchSize;
        var batch = new Batch(arrays, number, Math.Min(options.BatchSize, _order.Length - first), _shape);
        try
        {
            for (int i = 0; i < batch.Count; i++)
                Fill(batch, i, _order[first + i]);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>The order in which an epoch visits the samples: a pure function of (seed, epoch).</summary>
    internal static int[] EpochOrder(int count, int seed, int epoch, bool shuffle)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffle)
            new SampleRandom(seed, epoch, 0, RandomPurpose.Order).Shuffle(order);
        return order;
    }

    private void Fill(Batch batch, int position, int index)
    {
        Span<float> sample = batch.Inputs.AsSpan(position * _shape.Size, _shape.Size);
        Prepare(index, sample);
        batch.Labels[position] = dataset.Label(index);
        if (batch.Targets is not null)
            Mix(index, sample, batch.Targets.AsSpan(position * _classes, _classes));
    }

    /// <summary>Sample <paramref name="index"/> augmented and normalized for this epoch.</summary>
    private void Prepare(int index, Span<float> sample)
    {
        if (_shape == dataset.Shape)
            ReadAugmented(index, sample);
        else
            ReadCropped(index, sample);
        options.Normalization?.Apply(sample, _shape);
    }

    private void ReadAugmented(int index, Span<float> sample)
    {
        dataset.Read(index, sample);
        var random = new SampleRandom(options.Seed, epoch, index);
        options.Augmentation?.Apply(sample, dataset.Shape, ref random);
    }

    /// <summary>A sample that is cropped needs a buffer for its full size first.</summary>
    private void ReadCropped(int index, Span<float> sample)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(dataset.Shape.Size);
        Span<float> whole = buffer.AsSpan(0, dataset.Shape.Size);
        ReadAugmented(index, whole);
        whole[..sample.Length].CopyTo(sample);
        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Mixes the sample with a partner from anywhere in the data (not only from its batch, so that the batch size does not
    /// matter), and writes the class probabilities of the mixture.</summary>
    private void Mix(int index, Span<float> sample, Span<float> target)
    {
        var random = new SampleRandom(options.Seed, epoch, index, RandomPurpose.Mixing);
        int partner = random.NextInt(dataset.Count);
        double weight = BetaDistribution.Next(options.MixupAlpha, ref random);
        if (partner != index)
            AddPartner(sample, partner, (float)weight);
        target.Clear();
        target[dataset.Label(index)] += (float)weight;
        target[dataset.Label(partner)] += (float)(1 - weight);
    }

    private void AddPartner(Span<float> sample, int partner, float weight)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(sample.Length);
        Span<float> other = buffer.AsSpan(0, sample.Length);
        Prepare(partner, other);
        for (int i = 0; i < sample.Length; i++)
            sample[i] = weight * sample[i] + (1 - weight) * other[i];
        ArrayPool<float>.Shared.Return(buffer);
    }
}
