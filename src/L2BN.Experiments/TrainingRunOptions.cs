using L2BN.Data;
using L2BN.Data.Splits;
using L2BN.Results;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Which earlier state of a run its next start continues.</summary>
public enum ResumeRule
{
    /// <summary>None: a folder that has a run, or what is left of one, is refused.</summary>
    Never,

    /// <summary>None: the records and checkpoints in the folder are deleted when the run starts.</summary>
    Overwrite,

    /// <summary>A checkpoint of exactly this request; another one, or none, starts the run from the beginning.</summary>
    SameRequest,

    /// <summary>Any sound checkpoint; <see cref="TrainingRun.Notes"/> tells how its request differs. A run with records that has none is
    /// refused.</summary>
    Always,
}

/// <summary>What one run trains, records and continues.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>The run.</summary>
    public required PlannedRun Run { get; init; }

    /// <summary>Name of the model in records.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the data set in records.</summary>
    public required string DataName { get; init; }

    /// <summary>The splits.</summary>
    public required DataSplits Data { get; init; }

    /// <summary>How it trains; seed and checkpoints are set from the other options.</summary>
    public required TrainerOptions Training { get; init; }

    /// <summary>The options in effect by their command-line names, as text: what must be equal for equal results.</summary>
    public required IReadOnlyDictionary<string, string> Request { get; init; }

    /// <summary>Machine and versions.</summary>
    public required EnvironmentRecord Environment { get; init; }

    /// <summary>Command line that repeats the run; null for a program.</summary>
    public string? Command { get; init; }

    /// <summary>Content of the run folder's <see cref="RunFolder.ConfigName"/>; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>When the command was started.</summary>
    public DateTimeOffset Started { get; init; } = DateTimeOffset.Now;

    /// <summary>How many runs are trained at this moment, this one included; it is recorded with the times of each epoch. Default
    /// 1.</summary>
    public Func<int> Jobs { get; init; } = () => 1;

    /// <summary>Whether the run is saved, default true.</summary>
    public bool Checkpoints { get; init; } = true;

    /// <summary>Saves after every so many steps too, ≥ 0; default 0, at the end of epochs only.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>Numbered checkpoints to keep while it trains, ≥ 2, default 2.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>Whether the finished run keeps all of them, and one of its best epoch; default false: the last one.</summary>
    public bool KeepAll { get; init; }

    /// <summary>Whether each epoch records gradient and weight norms of every layer, default false.</summary>
    public bool TraceLayers { get; init; }

    /// <summary>Whether TensorBoard events are written, default false.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Default <see cref="ResumeRule.Never"/>.</summary>
    public ResumeRule Resume { get; init; }

    /// <summary>Whether a run that diverges is put on record as one that failed (<see cref="RunRecord.Failure"/>), default false: an
    /// exception ends it.</summary>
    public bool RecordsFailure { get; init; }

    /// <summary>Analyzes the trained network; null for no analysis.</summary>
    public Func<nn.Module<Tensor, Tensor>, CancellationToken, RunAnalysis>? Analyze { get; init; }

    /// <summary>Tests the trained network on shifts, before running statistics are re-estimated; null for no test.</summary>
    public Func<nn.Module<Tensor, Tensor>, CancellationToken, RunShifts>? TestShifts { get; init; }

    /// <summary>The record of the run before its first step, without its parameters where the network is not built yet.</summary>
    internal RunRecord CreateRecord(nn.Module? network) => new()
    {
        Arm = Run.Arm.Name,
        ArmIndex = Run.ArmIndex,
        Norm = Run.Arm.Norm,
        Model = Model,
        Data = DataName,
        Seed = Run.Seed,
        Parameters = network?.parameters().Where(p => p.requires_grad).Sum(p => p.numel()) ?? 0,
        Request = new RunRequest
        {
            Epochs = Training.Epochs,
            Options = Request,
            DataFingerprint = Data.Fingerprint,
            DataWarnings = Data.Warnings,
            Classes = Data.Train.Classes,
            CommandLine = Command is null ? [] : [Command],
            Started = Started,
            Environment = Environment,
        },
    };

    internal CheckpointOptions CreateCheckpoints(string runFolder) => new()
    {
        Folder = new CheckpointFolder(TrainingRun.CheckpointsOf(runFolder), Keep),
        Facts = CheckpointFacts.Create(Model, Run.Arm.Norm, DataName, Data, Environment.Threads) with
        {
            Options = new Dictionary<string, string>([.. Request, .. Data.Options.ExceptBy(Request.Keys, item => item.Key)]),
            Versions = Versions(),
        },
        EverySteps = CheckpointEvery,
        NameBest = KeepAll,
    };

    private Dictionary<string, string> Versions()
    {
        Dictionary<string, string> versions = new(Environment.Libraries);
        versions.TryAdd("l2bn", Environment.Version);
        return versions;
    }
}
