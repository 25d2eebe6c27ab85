using L2BN.Results;
using L2BN.Scalars;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Writes a run's epochs as they arrive, with the norms of its layers at each epoch's last step where they are traced.</summary>
internal sealed class RunRecorder(
    TrainingRunOptions options, RunFolder folder, TensorBoardLog? events, IComparisonObserver observer, IReadOnlyList<EpochRecord> earlier)
    : ITrainingObserver
{
    private readonly List<EpochRecord> _epochs = [.. earlier];
    private IReadOnlyList<LayerTrace>? _layers = options.TraceLayers ? folder.ReadLayers(earlier.Count + 1) : null;

    /// <summary>Every epoch of the run, those before it was resumed included.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The results on shifts; null before the end, and where none were asked for.</summary>
    public RunShifts? Shifts { get; private set; }

    public void OnTrained(nn.Module<Tensor, Tensor> model, CancellationToken ct)
    {
        if (options.TestShifts is { } test)
            Shifts = test(model, ct);
    }

    public void OnGradients(nn.Module model, double lr, long step, long steps)
    {
        if (options.TraceLayers && (step + 1) % (steps / options.Training.Epochs) == 0)
            _layers = TraceLayers(model, lr);
    }

    public void OnStopping()
    {
        if (_layers is not null)
            folder.SaveLayers(_epochs.Count + 1, _layers);
    }

    public void OnStep(long step, long steps) => observer.OnStep(options.Run, step, steps);

    public void OnEpoch(EpochRecord epoch)
    {
        EpochRecord record = epoch with { Layers = _layers, Jobs = options.Jobs() };
        _layers = null;
        _epochs.Add(record);
        folder.Append(record);
        events?.Add(record);
        observer.OnEpoch(options.Run, record);
    }

    // Every weight of two or more dimensions.
    private static IReadOnlyList<LayerTrace> TraceLayers(nn.Module model, double lr)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        return [.. model.named_parameters().Where(item => item.parameter.dim() > 1 && item.parameter.grad is not null)
            .Select(item => Trace(item.name, item.parameter, lr))];
    }

    private static LayerTrace Trace(string name, Tensor weight, double lr)
    {
        double norm = weight.norm().Value();
        return new LayerTrace
        {
            Layer = name,
            GradientNorm = weight.grad!.norm().Value(),
            WeightNorm = norm,
            EffectiveStep = lr / (norm * norm),
        };
    }
}
