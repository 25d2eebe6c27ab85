using L2BN.Results;
using L2BN.Training;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Writes a run's epochs as they arrive, with the state of its weights at each epoch's last step.</summary>
internal sealed class RunObserver(RunStart start, TensorBoardLog? events, IComparisonObserver outer, int epochs) : ITrainingObserver
{
    private readonly List<EpochRecord> _records = [.. start.Epochs];
    private IReadOnlyList<LayerTrace>? _layers;

    /// <summary>Every epoch of the run, those of earlier starts included.</summary>
    public IReadOnlyList<EpochRecord> Records => _records;

    public void OnGradients(nn.Module model, double lr, long step, long steps)
    {
        if ((step + 1) % (steps / epochs) == 0) _layers = LayerTracer.Read(model, lr);
    }

    public void OnStep(long step, long steps) => outer.OnStep(step, steps);

    public void OnEpoch(EpochRecord epoch)
    {
        _records.Add(epoch with { Layers = _layers });
        start.Folder.Append(_records[^1]);
        events?.Add(epoch);
        outer.OnEpoch(_records[^1]);
    }
}
