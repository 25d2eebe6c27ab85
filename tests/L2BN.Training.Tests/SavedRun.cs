using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

/// <summary>A small run with dropout, an optimizer with state and a moving average: everything that a checkpoint has to keep.</summary>
internal sealed class SavedRun(string path, OptimizerKind optimizer = OptimizerKind.Sgd) : ITrainingObserver
{
    public static CheckpointFacts Facts { get; } = new()
    {
        Model = "tiny",
        Norm = "l2bn",
        Data = "tiny",
        DataFingerprint = "tiny-fingerprint",
        Classes = ["top", "left", "corner"],
        Shape = [1, 8, 8],
        Mean = [0.5f],
        Std = [0.25f],
        Threads = 1,
    };

    public CheckpointFolder Checkpoints { get; } = new(path);

    public TrainerOptions Options { get; init; } = new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.05,
        Seed = 3,
        Optimizer = optimizer,
        AverageDecay = 0.9,
        ClipGradient = 1,
        LabelSmoothing = 0.1,
    };

    public int SaveEvery { get; init; }

    public List<EpochRecord> Epochs { get; } = [];

    /// <summary>Cancels after this many steps of this call; none by default.</summary>
    public int StopAfter { get; init; } = int.MaxValue;

    public FinalRecord? Final { get; private set; }

    private Action _stop = () => { };
    private int _steps;

    public byte[] LastBytes => File.ReadAllBytes(Checkpoints.Last);

    /// <summary>Starts, or resumes where there is a checkpoint; false where it was stopped.</summary>
    public bool Run()
    {
        using var source = new CancellationTokenSource();
        _stop = source.Cancel;
        Checkpoint? from = Checkpoints.FindNewest(out _);
        random.manual_seed(from is null ? Options.Seed : 12345); // a continued run must not depend on what the process drew before
        using nn.Module<Tensor, Tensor> model = Network();
        var trainer = new Trainer(
            model,
            TinyDataset.Splits(),
            Options with
            {
                Checkpoints = new CheckpointOptions
                {
                    Folder = Checkpoints,
                    Facts = Facts,
                    EverySteps = SaveEvery,
                },
            });
        if (from is not null)
            trainer.Resume(from);
        try
        {
            Final = trainer.Run(this, source.Token).Final;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void OnStep(long step, long steps)
    {
        if (++_steps == StopAfter)
            _stop();
    }

    public void OnEpoch(EpochRecord epoch) => Epochs.Add(epoch);

    internal static nn.Module<Tensor, Tensor> Network() => nn.Sequential(
        ("conv", nn.Conv2d(1, 4, 3, padding: 1, bias: false)),
        ("norm", new L2BatchNorm2d(4)),
        ("relu", nn.ReLU()),
        ("pool", nn.AvgPool2d(2)),
        ("flatten", nn.Flatten()),
        ("dropout", nn.Dropout(0.3)),
        ("fc", nn.Linear(64, 3)));
}
