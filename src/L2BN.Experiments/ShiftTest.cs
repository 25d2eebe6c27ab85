using System.Diagnostics;
using L2BN.Data;
using L2BN.Data.Shifts;
using L2BN.Experiments.Probes;
using L2BN.Results;
using L2BN.Training.Evaluation;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Tests a trained network on shifts of the test samples.</summary>
/// <param name="data">The splits; a part of the test split is shifted.</param>
/// <param name="options">Which shifts, on how many samples.</param>
internal sealed class ShiftTest(DataSplits data, ComparisonOptions options)
{
    private readonly int _samples = Chosen(data.Test, options.ShiftSamples).Count;

    /// <summary>The shifts that a record has not, with all their severities.</summary>
    public IReadOnlyList<ChosenShift> FindMissing(RunShifts? record) => record?.Samples != _samples
        ? options.Shifts
        : [.. options.Shifts.Where(chosen => !record.Shifts.Any(there =>
            there.Name == chosen.Shift.Name && chosen.Severities.All(there.Severities.Contains)))];

    /// <summary>Tests the network as it is, in evaluation mode, which is restored.</summary>
    /// <param name="network">On the device of the options.</param>
    /// <param name="earlier">A record whose results are kept; null for none.</param>
    /// <param name="ct">Cancels between two batches.</param>
    public RunShifts Run(nn.Module<Tensor, Tensor> network, RunShifts? earlier, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        ShiftRecord[] kept = earlier?.Samples == _samples ? [.. earlier.Shifts] : [];
        ShiftRecord[] found = [.. FindMissing(earlier).Select(chosen =>
            Evaluate(network, chosen, kept.FirstOrDefault(there => there.Name == chosen.Shift.Name), ct))];
        return new RunShifts
        {
            Samples = _samples,
            Shifts = [.. kept.ExceptBy(found.Select(shift => shift.Name), shift => shift.Name), .. found],
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private ShiftRecord Evaluate(nn.Module<Tensor, Tensor> network, ChosenShift chosen, ShiftRecord? earlier, CancellationToken ct)
    {
        int[] severities = [.. chosen.Severities.Union(earlier?.Severities ?? []).Order()];
        EvaluationResult[] results = [.. severities.Select(severity => Evaluator.EvaluateShifted(
            network,
            Chosen(ShiftedDataset.Create(data.Test, data.Normalization, chosen.Shift, severity), options.ShiftSamples),
            data.Normalization,
            device(options.Training.Device),
            ct))];
        return new ShiftRecord
        {
            Name = chosen.Shift.Name,
            Severities = severities,
            Accuracy = [.. results.Select(result => result.Accuracy)],
            Loss = [.. results.Select(result => double.IsFinite(result.Loss) ? result.Loss : (double?)null)],
        };
    }

    private static IDataset Chosen(IDataset test, int most) => ChosenSamples.Balanced(test, most);
}
