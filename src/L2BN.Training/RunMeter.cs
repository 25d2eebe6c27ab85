namespace L2BN.Training;

/// <summary>The pace of a run: what the epochs of one call measured, added up.</summary>
internal sealed class RunMeter
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _trained;
    private TimeSpan _waited;
    private long _samples;

    /// <summary>Median time of a step, NaN where there was none.</summary>
    public double MsPerStep => Quantiles.Median(_milliseconds);

    /// <summary>Null where nothing was trained.</summary>
    public double? SamplesPerSecond => _samples > 0 ? _samples / _trained.TotalSeconds : null;

    /// <summary>Share of the training time, 0–1; null where nothing was trained.</summary>
    public double? DataWait => _samples > 0 ? _waited / _trained : null;

    /// <param name="epoch">The steps.</param>
    /// <param name="trained">Their time, waiting for data included.</param>
    /// <param name="waited">The time waited for data.</param>
    public void Add(EpochMeter epoch, TimeSpan trained, TimeSpan waited)
    {
        _milliseconds.AddRange(epoch.StepMilliseconds);
        _samples += epoch.SamplesHere;
        (_trained, _waited) = (_trained + trained, _waited + waited);
    }
}
