using System.Collections.Concurrent;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>
/// Trains the runs of a comparison in several processes at the same time. Each process trains one run after the other, so that it loads
/// torch and compiles its code once. One that is killed is replaced, and its run continued, once; then the run has failed.
/// </summary>
/// <param name="jobs">Runs at the same time, ≥ 1.</param>
/// <param name="arguments">The command line of a worker, for the comparison's folder.</param>
internal sealed class WorkerPool(int jobs, Func<string, IReadOnlyList<string>> arguments) : IRunWorkers
{
    public IReadOnlyDictionary<int, RunRecord> Train(
        IReadOnlyList<PlannedRun> runs, string folder, IComparisonObserver observer, CancellationToken ct)
    {
        using WorkerShift shift = new(runs, Math.Min(jobs, runs.Count), arguments(folder), observer);
        return shift.Run(ct);
    }
}

/// <summary>One use of a <see cref="WorkerPool"/>: its processes, and the runs that wait for one.</summary>
internal sealed class WorkerShift : IDisposable
{
    // A signal may reach a worker before this process: what was to end both is no reason to start one again.
    private static readonly TimeSpan s_beforeRestart = TimeSpan.FromMilliseconds(500);

    private readonly BlockingCollection<(WorkerProcess? Worker, ComparisonEvent? Event)> _messages = [];
    private readonly List<WorkerProcess> _workers = [];
    private readonly List<PlannedRun> _waiting;
    private readonly HashSet<int> _restarted = [];
    private readonly Dictionary<int, RunRecord> _records = [];
    private readonly List<string> _failed = [];
    private readonly IReadOnlyList<string> _arguments;
    private readonly IComparisonObserver _observer;
    private readonly int _jobs;
    private WorkerException? _failure;
    private int _limit;
    private int _steps;
    private bool _saidLimit;

    public WorkerShift(IReadOnlyList<PlannedRun> runs, int jobs, IReadOnlyList<string> arguments, IComparisonObserver observer)
    {
        (_waiting, _jobs, _arguments, _observer) = ([.. runs], jobs, arguments, observer);
        _limit = FreeMemory.Read() is null ? jobs : 1;
    }

    private IEnumerable<WorkerProcess> Busy => _workers.Where(worker => worker.Run is not null);

    /// <summary>Trains every run.</summary>
    /// <exception cref="WorkerException">A worker refused its run, or runs failed; the others are finished or saved.</exception>
    public IReadOnlyDictionary<int, RunRecord> Run(CancellationToken ct)
    {
        using CancellationTokenRegistration wake = ct.Register(() => _messages.Add((null, null)));
        int first = JobPlan.Fit(_jobs, FreeMemory.Read() - Environment.WorkingSet, Environment.WorkingSet);
        for (int number = 0; number < first; number++)
            Start();
        Assign();
        while (_workers.Count > 0)
        {
            Handle(_messages.Take(CancellationToken.None), ct);
            if (ct.IsCancellationRequested || _failure is not null)
                _workers.ForEach(worker => worker.Stop());
            else
                Assign();
        }

        ct.ThrowIfCancellationRequested();
        if (_failure is not null)
            throw _failure;
        return _failed.Count == 0 ? _records : throw new WorkerException(
            ExitCode.Failed,
            $"{_failed.Count} of the runs failed: {string.Join("; ", _failed)}. The others are finished; the same command runs the rest.");
    }

    public void Dispose()
    {
        _workers.ForEach(worker => worker.Dispose());
        _messages.Dispose();
    }

    private WorkerProcess Start()
    {
        var worker = WorkerProcess.Start(_arguments, (worker, item) => _messages.Add((worker, item)));
        _workers.Add(worker);
        return worker;
    }

    // Workers that nothing is left for end, so that their memory is free.
    private void Assign()
    {
        int before = Busy.Count();
        while (_waiting.Count > 0 && Busy.Count() < _limit)
        {
            WorkerProcess worker = _workers.Find(worker => worker.IsIdle) ?? Start();
            PlannedRun run = _waiting[0];
            _waiting.RemoveAt(0);
            worker.Train(run);
        }

        int needed = Math.Min(_waiting.Count, _jobs - Busy.Count());
        foreach (WorkerProcess idle in _workers.Where(worker => worker.IsIdle).Skip(needed))
            idle.Stop();
        if (Busy.Count() is var busy && busy != before)
        {
            foreach (WorkerProcess worker in Busy)
                worker.SetJobs(busy);
        }
    }

    private void Handle((WorkerProcess? Worker, ComparisonEvent? Event) message, CancellationToken ct)
    {
        if (message.Worker is not { } worker)
            return;
        switch (message.Event)
        {
            case null:
                _workers.Remove(worker);
                HandleEnd(worker, ct);
                worker.Dispose();
                return;
            case RunFinishedEvent finished:
                Finish(worker, finished.Record);
                break;
            case RunReusedEvent reused:
                Finish(worker, reused.Record);
                break;
            case StepEvent when ++_steps == 2:
                Measure(worker);
                break;
            default:
                break;
        }

        message.Event.SendTo(_observer);
    }

    private void Finish(WorkerProcess worker, RunRecord record)
    {
        if (worker.Run is not { } run)
            return;
        Measure(worker);
        _records[run.Index] = record;
        worker.Run = null;
    }

    // The first worker shows what each of them needs.
    private void Measure(WorkerProcess first)
    {
        if (_limit > 1 || _jobs == 1)
            return;
        long inUse = _workers.Where(worker => worker != first).Sum(worker => ProcessMemory.ReadPeak(worker.Id) ?? 0);
        (long? free, long? peak) = (FreeMemory.Read() + inUse, ProcessMemory.ReadPeak(first.Id));
        _limit = JobPlan.Fit(_jobs, free, peak);
        if (_limit < _jobs && !_saidLimit)
        {
            _saidLimit = true;
            _observer.OnNote($"There is memory for {_limit} of {_jobs} jobs: one needs {peak / 1048576.0:N0} MiB, "
                + $"{free / 1048576.0:N0} MiB are free beside it.");
        }
    }

    private void HandleEnd(WorkerProcess worker, CancellationToken ct)
    {
        bool killed = worker.ExitCode is 0 or > ExitCode.RequirementNotMet;
        if (!killed)
            _failure ??= WorkerException.FromProcess(worker.ExitCode, worker.Errors);
        if (!killed || worker.Run is not { } run || _failure is not null || ct.WaitHandle.WaitOne(s_beforeRestart))
            return;
        string what = $"{run.Arm.Name} seed {run.Seed}: its process ended with code {worker.ExitCode}";
        if (_restarted.Add(run.Index))
        {
            _observer.OnNote($"{what}; the run continues in another one.");
            _waiting.Insert(0, run);
            return;
        }

        _failed.Add($"{what} twice");
        _observer.OnRunFailed(run, $"{what}, for the second time.");
    }
}
