using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>
/// A process of <c>l2bn worker</c> as the comparison sees it: orders go to its standard input, events come from its standard output. The
/// end of its input tells it to save and to end, also where this process was killed.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int MostErrorLines = 40;
    private readonly Process _process;
    private readonly Queue<string> _errors = [];
    private readonly Action<WorkerProcess, ComparisonEvent?> _report;
    private bool _stopped;

    private WorkerProcess(Process process, Action<WorkerProcess, ComparisonEvent?> report)
    {
        (_process, _report) = (process, report);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginErrorReadLine();
        new Thread(Read) { IsBackground = true, Name = "worker" }.Start();
    }

    public int Id => _process.Id;

    /// <summary>What it trains; null where it waits.</summary>
    public PlannedRun? Run { get; set; }

    /// <summary>Whether it waits for a run and its input is open.</summary>
    public bool IsIdle => Run is null && !_stopped;

    /// <summary>Its exit code once it has ended; 128 and the signal's number where one ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of its standard error, once it has ended.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <summary>Starts this program again.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="report">Receives each event, and null once when it has ended; on another thread.</param>
    public static WorkerProcess Start(IEnumerable<string> arguments, Action<WorkerProcess, ComparisonEvent?> report) =>
        new(OwnProgram.Start(arguments, redirectInput: true), report);

    public void Train(PlannedRun run)
    {
        Run = run;
        Send(WorkerOrders.Train(run.Index));
    }

    /// <summary>Tells it how many runs are trained at the same time from now on.</summary>
    public void SetJobs(int jobs) => Send(WorkerOrders.SetJobs(jobs));

    /// <summary>Lets it end, after it has saved what it trains.</summary>
    public void Stop()
    {
        if (_stopped)
            return;
        _stopped = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // That a process has ended is reported where its events are read.
    private void Send(string order)
    {
        if (_stopped)
            return;
        try
        {
            _process.StandardInput.WriteLine(order);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
        }
    }

    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            // A native library may print too.
            if (!line.StartsWith('{'))
                continue;
            try
            {
                _report(this, ComparisonEvent.FromJson(line));
            }
            catch (ResultsException)
            {
                // The line was cut off with the process, or it is of another program: neither can be continued.
                _process.Kill();
                break;
            }
        }

        _process.WaitForExit();
        _report(this, null);
    }

    private void Remember(string? line)
    {
        if (line is null)
            return;
        _errors.Enqueue(line);
        if (_errors.Count > MostErrorLines)
            _errors.Dequeue();
    }
}
