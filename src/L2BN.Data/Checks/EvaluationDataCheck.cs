using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace L2BN.Data.Checks;

/// <summary>
/// Reads the test and validation samples of a run at its start, so that a damaged file does not end it after the first epoch: up to two
/// seconds before the run, then beside it at a quarter of the time of one core. Training samples are read by the first epoch itself.
/// </summary>
public static class EvaluationDataCheck
{
    /// <summary>The reader pauses for this many times the time that it took to read a sample, so that it hardly slows the run.</summary>
    private const int PauseFactor = 3;

    /// <summary>How long the run waits for the check.</summary>
    private static readonly TimeSpan s_upFront = TimeSpan.FromSeconds(2);

    /// <summary>Checks the samples and runs an action, which is canceled where a sample cannot be read.</summary>
    /// <param name="data">The data of the run; only splits that decode files on reading are checked
    /// (<see cref="IDataset.DecodesFiles"/>).</param>
    /// <param name="run">The run; its token is canceled by <paramref name="ct"/> too.</param>
    /// <param name="ct">Cancels run and check.</param>
    /// <exception cref="DataException">A test or validation sample cannot be read.</exception>
    public static T Run<T>(IEnumerable<DataSplits> data, Func<CancellationToken, T> run, CancellationToken ct = default) =>
        Run(data, run, s_upFront, ct);

    /// <param name="data">The data of the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="upFront">How long the run waits for the check.</param>
    /// <param name="ct">Cancels run and check.</param>
    internal static T Run<T>(IEnumerable<DataSplits> data, Func<CancellationToken, T> run, TimeSpan upFront, CancellationToken ct)
    {
        using IEnumerator<DataException?> results = CheckAll(data).GetEnumerator();
        if (CheckUpFront(results, upFront, ct))
            return run(ct);
        using var stopRun = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var stopCheck = CancellationTokenSource.CreateLinkedTokenSource(ct);
        DataException? problem = null;
        Task check = Task.Factory.StartNew(() =>
        {
            problem = FindFirst(results, stopCheck.Token);
            if (problem is not null)
                stopRun.Cancel();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return run(stopRun.Token);
        }
        catch (OperationCanceledException) when (problem is not null && !ct.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Throw(problem);
            throw;
        }
        finally
        {
            stopCheck.Cancel();
            check.Wait(CancellationToken.None);
        }
    }

    /// <summary>Checks for a while; true where everything is checked.</summary>
    private static bool CheckUpFront(IEnumerator<DataException?> results, TimeSpan time, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            ct.ThrowIfCancellationRequested();
            if (!results.MoveNext())
                return true;
            if (results.Current is { } problem)
                ExceptionDispatchInfo.Throw(problem);
        }
        return false;
    }

    private static DataException? FindFirst(IEnumerator<DataException?> results, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            if (!results.MoveNext())
                return null;
            if (results.Current is { } problem)
                return problem;
            ct.WaitHandle.WaitOne(PauseFactor * Stopwatch.GetElapsedTime(start));
        }
        return null;
    }

    private static IEnumerable<DataException?> CheckAll(IEnumerable<DataSplits> data)
    {
        IEnumerable<IDataset> splits = data.SelectMany(splits => new[] { splits.Test, splits.Validation }).OfType<IDataset>()
            .Where(split => split.DecodesFiles).Distinct();
        foreach (IDataset split in splits)
        {
            for (int index = 0; index < split.Count; index++)
                yield return DatasetCheck.FindProblem(split, index);
        }
    }
}
