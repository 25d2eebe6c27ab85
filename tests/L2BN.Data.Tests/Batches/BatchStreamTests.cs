using CsCheck;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Batches;

public class BatchStreamTests
{
    private static readonly SampleShape s_shape = new(2, 6, 5);
    private static readonly AugmentationChain s_augmentation = new(new PadCrop(2), new HorizontalFlip());

    private static readonly Gen<BatchOptions> s_options = Gen.Select(Gen.Int[1, 20], Gen.Bool).Select((size, mix) =>
        new BatchOptions
        {
            BatchSize = size,
            Seed = 5,
            Shuffle = true,
            Workers = 0,
            Augmentation = s_augmentation,
            MixupAlpha = mix ? 0.4 : 0,
        });

    [Fact]
    public void Workers_and_prefetch_change_nothing() =>
        Gen.Select(Gen.Int[1, 70], s_options, Gen.Int[0, 4], Gen.Int[1, 6], Gen.Int[0, 3])
            .Sample((count, options, workers, prefetch, epoch) =>
        {
            var data = new ToyDataset(count, s_shape);
            Assert.Equal(Draw(data, options, epoch), Draw(data, options with { Workers = workers, Prefetch = prefetch }, epoch));
        }, iter: 60);

    [Fact]
    public void Entering_later_gives_the_rest_of_the_same_epoch() =>
        Gen.Select(Gen.Int[1, 70], s_options, Gen.Int[0, 3], Gen.Double[0, 1]).Sample((count, options, workers, share) =>
        {
            var data = new ToyDataset(count, s_shape);
            options = options with { Workers = workers };
            string[] whole = Draw(data, options, 2);
            int first = (int)(share * whole.Length);
            Assert.Equal(whole[first..], Draw(data, options, 2, first));
        }, iter: 60);

    [Fact]
    public void An_epoch_visits_every_sample_once()
    {
        var data = new ToyDataset(103, new SampleShape(1, 1, 1));
        using var batches = new Taken(new BatchStream(data, new BatchOptions { BatchSize = 10, Shuffle = true }).Epoch(1));
        float[] seen = [.. batches.All.SelectMany(batch => batch.Inputs)];
        Assert.Equal(Enumerable.Range(0, 103).Select(i => (float)i), seen.Order());
        Assert.NotEqual(Enumerable.Range(0, 103).Select(i => (float)i), seen);
        Assert.All(batches.All.SelectMany(b => b.Labels.Zip(b.Inputs)), pair => Assert.Equal(pair.First, (int)pair.Second % 10));
    }

    [Fact]
    public void Seeds_and_epochs_have_different_orders()
    {
        var data = new ToyDataset(64, new SampleShape(1, 1, 1));
        string Order(int seed, int epoch) => string.Concat(Draw(data, new BatchOptions { Seed = seed, Shuffle = true }, epoch));
        Assert.Equal(4, new HashSet<string>([Order(0, 0), Order(0, 1), Order(1, 0), Order(1, 1)]).Count);
        Assert.Equal(Order(1, 1), Order(1, 1));
    }

    /// <summary>A change here changes every published number: raise the schema of the run records with it.</summary>
    [Fact]
    public void The_order_is_frozen() =>
        Assert.Equal([6, 9, 5, 1, 3, 2, 0, 4, 7, 8], BatchMaker.EpochOrder(10, seed: 1, epoch: 2, shuffle: true));

    [Fact]
    public void The_last_batch_is_smaller_or_dropped()
    {
        var data = new ToyDataset(23, s_shape);
        Assert.Equal([10, 10, 3], Counts(data, new BatchOptions { BatchSize = 10 }));
        Assert.Equal([10, 10], Counts(data, new BatchOptions { BatchSize = 10, DropLast = true }));
        Assert.Equal(2, new BatchStream(data, new BatchOptions { BatchSize = 10, DropLast = true }).BatchesPerEpoch);
    }

    [Fact]
    public void Arrays_are_exactly_as_long_as_the_batch() =>
        Assert.All(new BatchStream(new ToyDataset(23, s_shape), new BatchOptions { BatchSize = 10 }).Epoch(0), batch =>
        {
            using (batch)
                Assert.Equal((batch.Count * s_shape.Size, batch.Count), (batch.Inputs.Length, batch.Labels.Length));
        });

    [Fact]
    public void Normalization_is_applied_last()
    {
        var data = new ToyDataset(3, new SampleShape(1, 1, 1));
        using var batches = new Taken(new BatchStream(data, new BatchOptions { Normalization = new Normalization([1], [2]) }).Epoch(0));
        Assert.Equal([-0.5f, 0, 0.5f], batches.All.Single().Inputs);
    }

    /// <summary>Samples do not depend on how they are cut into batches, mixed partners included.</summary>
    [Fact]
    public void Batch_size_changes_no_sample()
    {
        var data = new ToyDataset(60, s_shape);
        var options = new BatchOptions { Seed = 5, Shuffle = true, Augmentation = s_augmentation, MixupAlpha = 0.4 };
        float[] All(int size)
        {
            using var batches = new Taken(new BatchStream(data, options with { BatchSize = size }).Epoch(3));
            return [.. batches.All.SelectMany(b => b.Inputs), .. batches.All.SelectMany(b => b.Targets!)];
        }
        Assert.Equal(All(7), All(60));
    }

    /// <summary>Values of the toy data are linear in the index, so the mixture can be read from the input and from the target
    /// alike.</summary>
    [Fact]
    public void Mixing_treats_samples_and_labels_alike()
    {
        var data = new ToyDataset(2000, new SampleShape(1, 1, 1), classes: 2000);
        using var batches = new Taken(new BatchStream(data, new BatchOptions { BatchSize = 500, MixupAlpha = 0.4, Workers = 0 }).Epoch(0));
        var weights = new List<double>();
        foreach (Batch batch in batches.All)
            for (int i = 0; i < batch.Count; i++)
            {
                float[] target = batch.Targets.AsSpan(i * 2000, 2000).ToArray();
                Assert.Equal(1, target.Sum(), 1e-5f);
                Assert.Equal(target.Select((share, label) => (double)share * label).Sum(), batch.Inputs[i], 0.01);
                weights.Add(target[batch.Labels[i]]);
            }
        Assert.Equal(0.5, weights.Average(), 0.03);
        Assert.Equal(1 / (4 * (2 * 0.4 + 1)), weights.Average(w => (w - 0.5) * (w - 0.5)), 0.01); // the variance of Beta(0.4, 0.4)
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void A_broken_sample_reaches_the_consumer_at_its_batch(int workers)
    {
        var data = new ToyDataset(40, s_shape) { Broken = (25, new DataException("a.png", "is broken", null)) };
        int seen = 0;
        DataException e = Assert.Throws<DataException>(() =>
        {
            foreach (Batch batch in new BatchStream(data, new BatchOptions { BatchSize = 10, Workers = workers }).Epoch(0))
                using (batch)
                    seen++;
        });
        Assert.Equal(("a.png: is broken.", 2), (e.Message, seen));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void Cancellation_stops_the_epoch(int workers)
    {
        using var stop = new CancellationTokenSource();
        var stream = new BatchStream(new ToyDataset(1000, s_shape), new BatchOptions { BatchSize = 10, Workers = workers });
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Batch batch in stream.Epoch(0, ct: stop.Token))
                using (batch)
                    if (++seen == 3)
                        stop.Cancel();
        });
        Assert.Equal(3, seen);
    }

    [Fact]
    public void Stopping_early_ends_the_workers_and_returns_the_arrays()
    {
        var stream = new BatchStream(new ToyDataset(1000, s_shape), new BatchOptions { BatchSize = 10, Workers = 2 });
        for (int epoch = 0; epoch < 50; epoch++)
            foreach (Batch batch in stream.Epoch(epoch))
            {
                batch.Dispose();
                break;
            }
        Assert.InRange(stream.Pool.Free, 1, 10);
    }

    [Fact]
    public void Arrays_are_reused()
    {
        var stream = new BatchStream(new ToyDataset(1000, new SampleShape(3, 32, 32)), new BatchOptions { BatchSize = 10 });
        for (int epoch = 0; epoch < 5; epoch++)
            Consume(stream);
        Assert.InRange(stream.Pool.Allocated, 1, 7); // 4 wait, 1 is being made, 1 is being used, 1 to spare
    }

    [Fact]
    public void Waiting_is_measured()
    {
        var stream = new BatchStream(new ToyDataset(1000, s_shape), new BatchOptions { BatchSize = 10, Workers = 0 });
        Assert.Equal(TimeSpan.Zero, stream.WaitTime);
        Consume(stream);
        Assert.True(stream.WaitTime > TimeSpan.Zero);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        var data = new ToyDataset(10, s_shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchStream(data, new BatchOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchStream(data, new BatchOptions { Prefetch = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchStream(data, new BatchOptions { Workers = -1 }));
        Assert.Throws<ArgumentException>(() => new BatchStream(data, new BatchOptions { BatchSize = int.MaxValue }));
        Assert.Throws<ArgumentException>(() => new BatchStream(data, new BatchOptions { MixupAlpha = double.NaN }));
        Assert.Throws<ArgumentException>(() => new BatchStream(data, new BatchOptions { Normalization = new Normalization([0], [1]) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchStream(data, new BatchOptions()).Epoch(0, firstBatch: 2));
    }

    private static int[] Counts(IDataset data, BatchOptions options)
    {
        using var batches = new Taken(new BatchStream(data, options).Epoch(0));
        return [.. batches.All.Select(batch => batch.Count)];
    }

    private static void Consume(BatchStream stream)
    {
        foreach (Batch batch in stream.Epoch(0))
            batch.Dispose();
    }

    private static string[] Draw(IDataset data, BatchOptions options, int epoch, int first = 0)
    {
        using var batches = new Taken(new BatchStream(data, options).Epoch(epoch, first));
        return [.. batches.All.Select(batch =>
            $"{batch.Number}: {string.Join(' ', batch.Labels)} {string.Join(' ', batch.Inputs)} {string.Join(' ', batch.Targets ?? [])}")];
    }

    private sealed class Taken(IEnumerable<Batch> batches) : IDisposable
    {
        internal List<Batch> All { get; } = [.. batches];

        public void Dispose() => All.ForEach(batch => batch.Dispose());
    }
}
