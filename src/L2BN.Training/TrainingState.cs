using L2BN.Formats.Safetensors;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Training.Checkpoints;
using L2BN.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Everything that changes while a run trains: model, optimizer, moving average, torch's generator, position. Saves and restores
/// it.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly CheckpointOptions? _checkpoints;
    private readonly MovingAverage? _average;
    private long _saved = -1;

    public TrainingState(nn.Module<Tensor, Tensor> model, TrainerOptions options)
    {
        (_model, _checkpoints) = (model, options.Checkpoints);
        Optimizer = Optimizer.Create(model, options);
        if (options.AverageDecay > 0)
            _average = new MovingAverage(model, options.AverageDecay);
    }

    public Optimizer Optimizer { get; }

    public RunPosition Position { get; set; } = new();

    public void Update(double lr)
    {
        Optimizer.Step(lr);
        _average?.Update(Optimizer.Steps);
    }

    /// <summary>Puts the average into the model until the result is disposed.</summary>
    public IDisposable Averaged()
    {
        _average?.Swap();
        return new Undo(() => _average?.Swap());
    }

    public void UseAverage() => _average?.Swap();

    public void FinishEpoch(EpochRecord epoch)
    {
        double accuracy = epoch.ValidationAccuracy ?? epoch.TestAccuracy ?? 0;
        bool best = Position.Best is not { } before || accuracy > before;
        Position = new RunPosition
        {
            Epoch = Position.Epoch + 1,
            Step = Position.Step,
            Best = best ? accuracy : Position.Best,
            BestEpoch = best ? Position.Epoch + 1 : Position.BestEpoch,
        };
        Write(best);
    }

    public void SaveIfDue()
    {
        if (_checkpoints is { EverySteps: > 0 } && Position.Step % _checkpoints.EverySteps == 0)
            Save();
    }

    /// <summary>Saves, unless nothing has happened since it last was.</summary>
    public void Save()
    {
        if (Position.Step != _saved)
            Write(best: false);
    }

    public void Restore(Checkpoint checkpoint)
    {
        using DisposeScope scope = NewDisposeScope();
        checkpoint.LoadModel(_model, "");
        Optimizer.Restore(checkpoint.Read(Checkpoint.Optimizer));
        Optimizer.Steps = checkpoint.Position.Step;
        RestoreAverage(checkpoint.Read(Checkpoint.Average));
        // Last: building the model drew from the generator, and nothing may draw after this but the run itself.
        random.set_rng_state(checkpoint.ReadOne(Checkpoint.Generator));
        (Position, _saved) = (checkpoint.Position, checkpoint.Position.Step);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        _average?.Dispose();
    }

    private void RestoreAverage(Dictionary<string, Tensor> average)
    {
        // A run that is resumed with an average it did not have begins one from its weights.
        if (average.Count > 0)
            _average?.Restore(average);
        else
            _average?.Restore(_model.state_dict());
    }

    private void Write(bool best)
    {
        _saved = Position.Step;
        if (_checkpoints is null)
            return;
        var state = new CheckpointState { Facts = _checkpoints.Facts, Position = Position };
        try
        {
            _checkpoints.Folder.Save(state, [.. Tensors()], best && _checkpoints.NameBest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException(
                $"Cannot save a checkpoint to '{_checkpoints.Folder.FolderPath}': {e.Message.TrimEnd('.')}. "
                    + "Checkpoints that were there are as they were.",
                e);
        }
    }

    private IEnumerable<TensorData> Tensors()
    {
        using Tensor generator = random.get_rng_state();
        return
        [
            .. _model.state_dict().Select(item => TensorBytes.FromTensor(item.Key, item.Value)),
            .. (_average?.Tensors ?? new Dictionary<string, Tensor>()).Select(item =>
                TensorBytes.FromTensor(Checkpoint.Average + item.Key, item.Value)),
            .. Optimizer.State().Select(item => TensorBytes.FromTensor(Checkpoint.Optimizer + item.Name, item.Tensor)),
            TensorBytes.FromTensor(Checkpoint.Generator, generator),
        ];
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
