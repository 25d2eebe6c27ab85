using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using L2BN.Data;
using L2BN.Data.Splits;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>The runs of a comparison's plan: what each is, and training those that are not finished.</summary>
internal sealed class ComparisonRuns(
    Func<string, nn.Module<Tensor, Tensor>> model, IReadOnlyList<DataSplits> folds, ComparisonOptions options, DateTimeOffset started)
{
    private static readonly TimeSpan s_longestClaim = TimeSpan.FromSeconds(15), s_claimPause = TimeSpan.FromMilliseconds(100);
    private readonly EnvironmentRecord _environment = RunEnvironment.Read(options.Training.Device);

    private readonly Dictionary<int, RunRecord> _records = [];

    public IReadOnlyList<PlannedRun> Plan { get; } = PlannedRun.CreateAll(options);

    /// <summary>How many runs an earlier start had finished.</summary>
    public int Reused { get; private set; }

    /// <summary>The record that a run would have before its first step.</summary>
    public RunRecord CreateRecord(PlannedRun run)
    {
        using nn.Module<Tensor, Tensor> network = Build(run);
        return CreateOptions(run, network).CreateRecord(network);
    }

    /// <summary>Refuses batches that are too small for the norm of any arm, before the first arm is trained.</summary>
    /// <exception cref="BatchSizeException">A norm would see one value per channel.</exception>
    public void CheckBatches()
    {
        if (options.Training.BatchSize > 1 && folds.All(fold => fold.Train.Count > 1))
            return;
        foreach (PlannedRun run in Plan.DistinctBy(run => (run.Arm.Norm, run.Pair % folds.Count)))
        {
            using nn.Module<Tensor, Tensor> network = Build(run);
            BatchCheck.CheckTraining(network, DataOf(run), options.Training);
        }
    }

    /// <summary>Refuses arms that differ by name only, before the first is trained.</summary>
    /// <exception cref="ArmException">Two norms give the same network, or one is not in effect.</exception>
    public void CheckArms()
    {
        var check = new ArmCheck(options.Training.Augmentation?.OutputShape(folds[0].Train.Shape) ?? folds[0].Train.Shape);
        foreach (PlannedRun run in Plan.DistinctBy(run => run.Arm.Norm))
        {
            using nn.Module<Tensor, Tensor> network = Build(run);
            check.Add(run.Arm.Norm, network);
        }
    }

    /// <summary>How many runs are trained at this moment, in all processes.</summary>
    public Func<int> Jobs { get; init; } = () => 1;

    /// <summary>Trains every run of the plan's first pairs that is not finished, each under a claim of its own, here or by
    /// <see cref="ComparisonOptions.Workers"/>.</summary>
    /// <param name="pairs">How many pairs; called again with more, it goes on.</param>
    /// <param name="folder">The comparison's folder, whose finished runs are of this request.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="ct">Cancels between two steps.</param>
    /// <returns>The records in the order of the plan.</returns>
    public IReadOnlyList<RunRecord> Train(int pairs, ComparisonFolder folder, IComparisonObserver observer, CancellationToken ct)
    {
        PlannedRun[] wanted = [.. Plan.Where(run => run.Pair < pairs)];
        observer.OnPlan(wanted);
        List<PlannedRun> missing = [];
        foreach (PlannedRun run in wanted.Where(run => !_records.ContainsKey(run.Index)))
        {
            using FolderClaim claim = Take(run, folder, observer, ct);
            if (Reuse(run, claim, observer, ct) is { } earlier)
            {
                _records[run.Index] = earlier;
                Reused++;
            }
            else if (options.Workers is null)
            {
                _records[run.Index] = Train(run, claim, observer, ct);
            }
            else
            {
                missing.Add(run);
            }
        }

        foreach ((int index, RunRecord record) in TrainMissing(missing, folder, observer, ct))
            _records[index] = record;
        return [.. wanted.Select(run => _records[run.Index])];
    }

    // Another process would have nothing to do beside a single run.
    private IReadOnlyDictionary<int, RunRecord> TrainMissing(
        List<PlannedRun> missing, ComparisonFolder folder, IComparisonObserver observer, CancellationToken ct)
    {
        if (missing is not [PlannedRun only])
            return missing.Count == 0 ? new Dictionary<int, RunRecord>() : options.Workers!.Train(missing, folder.FolderPath, observer, ct);
        using FolderClaim claim = Take(only, folder, observer, ct);
        return new Dictionary<int, RunRecord> { [only.Index] = Train(only, claim, observer, ct) };
    }

    /// <summary>Trains one run, or reports that it is finished.</summary>
    public void Train(PlannedRun run, ComparisonFolder folder, IComparisonObserver observer, CancellationToken ct)
    {
        using FolderClaim claim = Take(run, folder, observer, ct);
        if (Reuse(run, claim, observer, ct) is null)
            Train(run, claim, observer, ct);
    }

    // The workers of a process that was killed save their runs, then end: their claims last a little longer than its own.
    private static FolderClaim Take(PlannedRun run, ComparisonFolder folder, IComparisonObserver observer, CancellationToken ct)
    {
        string path = folder.RunPath(run.Arm.Name, run.Seed);
        long start = Stopwatch.GetTimestamp();
        for (int tries = 0; Stopwatch.GetElapsedTime(start) < s_longestClaim; tries++)
        {
            ct.ThrowIfCancellationRequested();
            if (FolderClaim.TryTake(path) is { } claim)
                return claim;
            if (tries == 0)
                observer.OnNote($"Another process is writing in '{path}'; waiting for it.");
            ct.WaitHandle.WaitOne(s_claimPause);
        }

        return FolderClaim.Take(path);
    }

    // The network of a finished run need not be built where nothing is missing: its request was compared when the folder was opened.
    private RunRecord? Reuse(PlannedRun run, FolderClaim claim, IComparisonObserver observer, CancellationToken ct)
    {
        if (!RunFolder.IsFinished(claim.FolderPath))
            return null;
        using var finished = TrainingRun.Open(claim, CreateOptions(run, network: null));
        RunRecord record = AddShifts(run, finished, finished.Reuse(), observer, ct);
        observer.OnRunReused(run, record);
        return record;
    }

    // A run that was finished with other shifts, or with none, is tested from its checkpoint.
    private RunRecord AddShifts(
        PlannedRun run, TrainingRun finished, RunRecord record, IComparisonObserver observer, CancellationToken ct)
    {
        var test = new ShiftTest(DataOf(run), options);
        if (test.FindMissing(record.Shifts).Count == 0)
            return record;
        using nn.Module<Tensor, Tensor> network = Build(run);
        if (!finished.LoadFinished(network))
        {
            observer.OnNote($"{run.Arm.Name} seed {run.Seed} was finished without a checkpoint, and cannot be tested on shifts.");
            return record;
        }

        Device place = device(options.Training.Device);
        nn.Module<Tensor, Tensor> moved = network.to(place);
        ModelFormat.Attach(moved, new ComputeFormat(options.Training.MemoryFormat, options.Training.Precision));
        RunShifts shifts = test.Run(moved, record.Shifts, ct);
        RunFolder.WriteShifts(finished.FolderPath, shifts);
        return record with { Shifts = shifts };
    }

    private RunRecord Train(PlannedRun run, FolderClaim claim, IComparisonObserver observer, CancellationToken ct)
    {
        observer.OnRunStarted(run);
        RunEnvironment.ResetMemory();
        using nn.Module<Tensor, Tensor> network = Build(run);
        using var training = TrainingRun.Open(claim, CreateOptions(run, network));
        RunRecord record = training.Train(network, observer, ct);
        observer.OnRunFinished(run, record);
        return record;
    }

    private DataSplits DataOf(PlannedRun run) => folds[run.Pair % folds.Count];

    private nn.Module<Tensor, Tensor> Build(PlannedRun run)
    {
        random.manual_seed(run.Seed);
        return model(run.Arm.Norm);
    }

    private TrainingRunOptions CreateOptions(PlannedRun run, nn.Module<Tensor, Tensor>? network)
    {
        DataSplits data = DataOf(run);
        return new TrainingRunOptions
        {
            Run = run,
            Model = options.Model,
            DataName = options.Data ?? data.Train.Name,
            Data = data,
            Training = options.Training,
            Request = CreateRequest(run, network),
            Environment = _environment,
            Command = options.Command,
            Started = started,
            Jobs = Jobs,
            Checkpoints = options.Checkpoints,
            TraceLayers = true,
            TensorBoard = options.TensorBoard,
            Resume = ResumeRule.SameRequest,
            RecordsFailure = true,
            Analyze = options.Analyze ? (trained, ct) => Analyze(run, data, trained, ct) : null,
            TestShifts = options.Shifts.Count > 0 ? (trained, ct) => new ShiftTest(data, options).Run(trained, earlier: null, ct) : null,
        };
    }

    private Dictionary<string, string> CreateRequest(PlannedRun run, nn.Module? network) =>
        new(RequestFacts.FromOptions(options, run.Seed))
        {
            ["threads"] = $"{get_num_threads()}",
            ["initial-weights"] = network is null ? "" : Fingerprint(network),
            ["program"] = $"{model.Method.Module.ModuleVersionId:N}",
        };

    // Images show one seed per arm: the first.
    private RunAnalysis Analyze(PlannedRun run, DataSplits data, nn.Module<Tensor, Tensor> network, CancellationToken ct) =>
        new NetworkAnalysis(network, data, options.AnalyzedSamples, device(options.Training.Device))
        {
            FeatureClasses = NetworkAnalysis.FeatureClassesFor((long)options.Training.Epochs * data.Train.Count),
        }.Run(pictures: run.Pair == 0, ct);

    // Names, shapes and values of a network's state, in 16 hex digits.
    private static string Fingerprint(nn.Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor tensor) in network.state_dict())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{tensor.dtype}:{string.Join('x', tensor.shape)};"));
            using Tensor values = tensor.detach().cpu().contiguous();
            hash.AppendData(values.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
