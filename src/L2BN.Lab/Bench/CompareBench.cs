using System.Diagnostics;
using L2BN.Lab.Shared;
using L2BN.Results.Output;

namespace L2BN.Lab.Bench;

/// <summary>The wall-clock time of a small <c>l2bn compare</c>, start-up included: one run after the other on all cores, one after the
/// other on one thread each, and a run per core.</summary>
internal static class CompareBench
{
    private static readonly string[] s_command =
        ["compare", "--seeds", "2", "--epochs", "2", "--no-analysis", "--no-checkpoints"];

    /// <summary>What is timed: jobs and threads. The first is what the others are compared with.</summary>
    private static IReadOnlyList<(int Jobs, int Threads)> Ways(int cores) =>
        cores == 1 ? [(1, 1)] : [(1, cores), (1, 1), (cores, 1)];

    /// <exception cref="WorkerException">A comparison failed.</exception>
    public static IReadOnlyList<CompareRow> Measure(CancellationToken ct)
    {
        List<CompareRow> rows = [];
        foreach ((int jobs, int threads) in Ways(Environment.ProcessorCount))
        {
            ct.ThrowIfCancellationRequested();
            double seconds = Time(jobs, threads, ct);
            rows.Add(new CompareRow
            {
                Command = $"l2bn {string.Join(' ', s_command)}",
                Jobs = jobs,
                Threads = threads,
                Seconds = seconds,
                Ratio = rows.Count == 0 ? 1 : seconds / rows[0].Seconds,
            });
        }

        return rows;
    }

    private static double Time(int jobs, int threads, CancellationToken ct)
    {
        string folder = Directory.CreateTempSubdirectory("l2bn-bench-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            using Process process = OwnProgram.Start(
                [.. s_command, "--jobs", $"{jobs}", "--threads", $"{threads}", "--out", Path.Combine(folder, "out")]);
            Task<string> errors = Task.Run(process.StandardError.ReadToEndAsync, CancellationToken.None);
            Wait(process, ct);
            return process.ExitCode == 0
                ? clock.Elapsed.TotalSeconds
                : throw WorkerException.FromProcess(process.ExitCode, errors.GetAwaiter().GetResult());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Wait(Process process, CancellationToken ct)
    {
        try
        {
            process.WaitForExitAsync(ct).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw;
        }
    }
}
