using System.Collections.Concurrent;

namespace L2BN.Lab.Compare;

/// <summary>The orders on a worker's standard input, a line each: which run to train next, how many runs are trained at the same
/// time. The end of the input, as when the comparison's process was killed, cancels what it trains.</summary>
internal sealed class WorkerOrders : IDisposable
{
    private const string RunWord = "run ", JobsWord = "jobs ";
    private readonly BlockingCollection<int> _runs = [];
    private readonly CancellationTokenSource _stop;
    private volatile int _jobs = 1;

    /// <param name="input">The lines; read on a thread of its own.</param>
    /// <param name="ct">Cancels too.</param>
    public WorkerOrders(TextReader input, CancellationToken ct)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        new Thread(() => Read(input)) { IsBackground = true, Name = "orders" }.Start();
    }

    /// <summary>Canceled when the input ends.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>How many runs are trained at this moment.</summary>
    public int Jobs => _jobs;

    /// <summary>The numbers of the runs, as they arrive.</summary>
    public IEnumerable<int> Runs => _runs.GetConsumingEnumerable();

    public static string Train(int index) => $"{RunWord}{index}";

    public static string SetJobs(int jobs) => $"{JobsWord}{jobs}";

    /// <summary>Ends the work, as where nobody reads the results.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose() => _runs.Dispose();

    private void Read(TextReader input)
    {
        try
        {
            while (input.ReadLine() is { } line)
                Take(line);
        }
        catch (IOException)
        {
            // As the end of the input.
        }

        try
        {
            _runs.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // The worker has failed, and ends.
        }

        _stop.Cancel();
    }

    private void Take(string line)
    {
        if (TryParse(line, RunWord, out int run))
            _runs.Add(run);
        else if (TryParse(line, JobsWord, out int jobs))
            _jobs = Math.Max(1, jobs);
    }

    private static bool TryParse(string line, string word, out int number)
    {
        number = 0;
        return line.StartsWith(word, StringComparison.Ordinal) && NumberText.TryParseDigits(line.AsSpan(word.Length), out number);
    }
}
