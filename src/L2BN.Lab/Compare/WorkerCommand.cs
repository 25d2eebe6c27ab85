using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using L2BN.Experiments;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary><c>l2bn worker</c>: a process of <c>l2bn compare --jobs N</c>; not for users.</summary>
internal static class WorkerCommand
{
    // A board is drawn less often.
    private static readonly TimeSpan s_betweenSteps = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Command command = LabCommand.Create(
            "worker", "Train runs of a comparison that another process names on standard input.", WorkerOptions.Set, Run);
        command.Hidden = true;
        return command;
    }

    private static int Run(WorkerOptions options, CancellationToken ct)
    {
        Interruption.LeaveToParent();
        if (!DateTimeOffset.TryParse(options.Started, CultureInfo.InvariantCulture, out DateTimeOffset started))
            throw new UsageException($"--started: expected a time, got '{options.Started}'.");
        using StreamReader input = new(Console.OpenStandardInput());
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        using WorkerOrders orders = new(input, ct);
        ComparisonPlan plan = ComparisonMatrix.Create(options.Compare with { CommandLine = options.Command })[0];
        ComparisonRunner.TrainRuns(
            plan,
            new WorkerRuns(orders.Runs, () => orders.Jobs, started),
            new EventObserver(Sender(output, orders)),
            orders.Token);
        return ExitCode.Done;
    }

    private static Action<ComparisonEvent> Sender(StreamWriter output, WorkerOrders orders)
    {
        long last = 0;
        return item =>
        {
            if (item is StepEvent step && step.Step + 1 < step.Steps && last != 0 && Stopwatch.GetElapsedTime(last) < s_betweenSteps)
                return;
            if (item is StepEvent)
                last = Stopwatch.GetTimestamp();
            try
            {
                output.WriteLine(item.ToJson());
            }
            catch (IOException)
            {
                orders.Stop();
            }
        };
    }
}

/// <summary>What <c>l2bn worker</c> takes: a comparison of one data set, one model and one batch size, in a folder.</summary>
internal sealed record WorkerOptions : CommandOptions
{
    public static OptionSet<WorkerOptions> Set { get; } = new OptionSet<WorkerOptions>()
        .Include(o => o.Compare, CompareOptions.Set)
        .Text(o => o.Command, "--command", "Command line of the comparison.")
        .Text(o => o.Started, "--started", "When it was started.");

    public CompareOptions Compare { get; init; } = new();
    public string Command { get; init; } = "";
    public string Started { get; init; } = "";

    /// <summary>The command line of a worker.</summary>
    /// <param name="plan">The comparison.</param>
    /// <param name="threads">Threads of its operators.</param>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="started">When it was started.</param>
    public static IReadOnlyList<string> Arguments(ComparisonPlan plan, int threads, string folder, DateTimeOffset started)
    {
        CompareOptions compare = plan.Options with
        {
            Data = plan.Data.Name,
            DataDir = plan.DataDir,
            Model = plan.Model,
            BatchSizes = [plan.BatchSize],
            Epochs = plan.Epochs,
            Seeds = $"{plan.Seeds}",
            Output = folder,
            Resume = null,
            Require = [],
            Jobs = 1,
            Threads = threads,
        };
        WorkerOptions options = new()
        {
            Compare = compare,
            Command = plan.Options.CommandLine,
            Started = started.ToString("O", CultureInfo.InvariantCulture),
        };
        return ["worker", .. Set.Values(options).Select(item => $"--{item.Key}={item.Value}")];
    }
}
