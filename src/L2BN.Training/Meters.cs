using L2BN.Results;
using L2BN.Training.Checkpoints;

namespace L2BN.Training;

/// <summary>What one optimizer step measured.</summary>
internal readonly record struct StepResult(int Samples, double Loss, long Correct, double Milliseconds);

/// <summary>Sums the steps of an epoch into its record, going on where <paramref name="from"/> stood.</summary>
internal sealed class EpochMeter(RunPosition from)
{
    private readonly List<double> _milliseconds = [];
    private double _loss = from.Loss;
    private long _correct = from.Correct;
    private long _samples = from.Samples;
    private long _steps = from.StepInEpoch;

    public IReadOnlyList<double> StepMilliseconds => _milliseconds;

    /// <summary>Samples of the steps that were added here, those before a resume left out.</summary>
    public long SamplesHere => _samples - from.Samples;

    public void Add(StepResult step)
    {
        _loss += step.Loss * step.Samples;
        _correct += step.Correct;
        _samples += step.Samples;
        _steps++;
        _milliseconds.Add(step.Milliseconds);
    }

    /// <summary><paramref name="position"/> after the steps so far.</summary>
    public RunPosition Move(RunPosition position) => position with
    {
        Loss = _loss,
        Correct = _correct,
        Samples = _samples,
        Step = position.Step + _steps - position.StepInEpoch,
        StepInEpoch = _steps,
    };

    public EpochRecord Record(int epoch, double lr) => new()
    {
        Epoch = epoch + 1,
        Steps = (int)_steps,
        LearningRate = lr,
        TrainLoss = _loss / _samples,
        TrainAccuracy = 100.0 * _correct / _samples,
        MsPerStep = Quantiles.Median(_milliseconds),
        Seconds = 0,
    };
}

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
