namespace L2BN.Data;

/// <summary>The arrays of a stream's batches.</summary>
internal sealed class BatchPools
{
    private readonly int _classes;

    internal BatchPools(IDataset dataset, BatchOptions options)
    {
        _classes = options.HasTargets ? dataset.Classes.Count : 0;
        Inputs = new BatchPool(options.BatchSize * options.ShapeOf(dataset).Size);
        Targets = new BatchPool(checked(options.BatchSize * _classes));
    }

    internal BatchPool Inputs { get; }

    internal BatchPool Targets { get; }

    internal float[]? RentTargets(int count) => _classes > 0 ? Targets.Rent(count * _classes) : null;
}
