using L2BN.Results;

namespace L2BN.Training;

/// <summary>What one optimiser step measured.</summary>
internal readonly record struct StepResult(int Samples, double Loss, long Correct, double Milliseconds);

/// <summary>Sums the steps of an epoch into its record.</summary>
internal sealed class EpochMeter
{
    private readonly List<double> _milliseconds = [];
    private double _loss;
    private long _correct;
    private long _samples;

    public IReadOnlyList<double> StepMilliseconds => _milliseconds;

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public void Add(StepResult step)
    {
        _loss += step.Loss * step.Samples;
        _correct += step.Correct;
        _samples += step.Samples;
        _milliseconds.Add(step.Milliseconds);
    }

    public EpochRecord Record(int epoch, double lr) => new()
    {
        Epoch = epoch + 1,
        Steps = _milliseconds.Count,
        LearningRate = lr,
        TrainLoss = _loss / _samples,
        TrainAccuracy = 100.0 * _correct / _samples,
        MsPerStep = Median(_milliseconds),
        Seconds = 0,
    };
}
