using L2BN.Experiments;
using L2BN.Lab.Compare;
using L2BN.Results;
using Spectre.Console;

namespace L2BN.Lab.Tests.Compare;

/// <summary>The table of all runs, drawn without a terminal.</summary>
public sealed class BoardTests
{
    [Theory]
    [InlineData(80, 24, 2, 6)]
    [InlineData(80, 24, 3, 30)]
    [InlineData(80, 10, 5, 30)]
    [InlineData(80, 24, 8, 6)]
    [InlineData(60, 20, 3, 6)]
    [InlineData(200, 60, 3, 10)]
    public void It_fits_the_terminal(int width, int height, int arms, int seeds)
    {
        string[] lines = Draw(width, height, arms, seeds, started: seeds);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.InRange(lines.Length, 6, Math.Max(height, 12) - 1);
    }

    [Fact]
    public void Every_run_has_a_cell_that_says_where_it_stands()
    {
        string text = string.Join('\n', Draw(100, 30, arms: 2, seeds: 3, started: 2));
        Assert.Contains("✓ 81.25 %", text, StringComparison.Ordinal);
        Assert.Contains("▶ 3/4  70.5 %", text, StringComparison.Ordinal);
        Assert.Contains("·", text, StringComparison.Ordinal);
        Assert.Contains("run 2/6", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5, 8, 0, 5)]
    [InlineData(0, 30, 8, 0, 8)]
    [InlineData(15, 30, 8, 11, 19)]
    [InlineData(29, 30, 8, 22, 30)]
    public void Around_the_current_pair_as_many_rows_as_fit_are_shown(int current, int count, int rows, int first, int end) =>
        Assert.Equal((first, end), BoardTable.Window(current, count, rows));

    [Theory]
    [InlineData("Training", 20, "> 3/6  71.2 %")]
    [InlineData("Training", 8, "> 3/6")]
    [InlineData("Analyzing", 8, "> 71.2 %")]
    [InlineData("Reused", 20, "+ 71.23 %")]
    [InlineData("Waiting", 20, ".")]
    public void A_cell_says_less_where_it_is_narrow(string state, int width, string text) =>
        Assert.Equal(text, new RunCell(Enum.Parse<RunState>(state), 3, 71.234).Text(6, width, unicode: false));

    [Fact]
    public void What_was_done_before_takes_no_time_of_this_start()
    {
        var progress = new ComparisonProgress(4);
        IReadOnlyList<PlannedRun> plan = Plan(["bn", "l2bn"], 2);
        progress.Plan(plan);
        progress.Reuse(plan[0]);
        Assert.Equal((0.25, "estimating"), (progress.Fraction, progress.Left));
        progress.Start(plan[1]);
        progress.Resume(plan[1], 2);
        Assert.Equal((0.375, "estimating"), (progress.Fraction, progress.Left));
        progress.Step(plan[1], 29, 40);
        Assert.EndsWith(" left", progress.Left, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_everything_was_done_before_nothing_is_left_to_estimate()
    {
        var progress = new ComparisonProgress(4);
        IReadOnlyList<PlannedRun> plan = Plan(["bn", "l2bn"], 2);
        progress.Plan(plan);
        foreach (PlannedRun run in plan)
            progress.Reuse(run);
        Assert.Equal((1, "done", 0), (progress.Fraction, progress.Left, progress.Running.Count));
    }

    // The first run is finished, the second at work.
    private static string[] Draw(int width, int height, int arms, int seeds, int started)
    {
        string[] norms = [.. Enumerable.Range(0, arms).Select(arm => arm == 0 ? "bn" : $"l2bn(eps=1e-{arm})")];
        IReadOnlyList<PlannedRun> plan = Plan(norms, seeds);
        var board = new ComparisonBoard(plan, 4);
        var progress = new ComparisonProgress(4);
        progress.Plan(plan);
        progress.Start(plan[1]);
        Finish(board, plan[0]);
        PlannedRun current = plan[Math.Min(started, plan.Count) - 1];
        board.Start(current);
        board.Epoch(current, Epoch(2));
        return Rendered(board, progress, width, height);
    }

    private static IReadOnlyList<PlannedRun> Plan(IReadOnlyList<string> norms, int seeds) =>
        PlannedRun.CreateAll(new ComparisonOptions { Norms = norms, Seeds = seeds, Training = new() { Epochs = 4 } });

    private static void Finish(ComparisonBoard board, PlannedRun run)
    {
        var final = new FinalRecord { Accuracy = 81.25, Loss = 1, AccuracyRecalibrated = 81, LossRecalibrated = 1, MsPerStep = 10 };
        board.Start(run);
        board.Finish(
            run,
            new RunRecord
            {
                Arm = run.Arm.Name,
                Norm = run.Arm.Norm,
                Model = "m",
                Data = "d",
                Seed = run.Seed,
                Epochs = [Epoch(4)],
                Final = final,
            },
            RunState.Finished);
    }

    private static EpochRecord Epoch(int epoch) => new()
    {
        Epoch = epoch,
        Steps = 10,
        LearningRate = 0.1,
        TrainLoss = 1,
        TrainAccuracy = 60,
        TestAccuracy = 70.5,
        MsPerStep = 10,
        Seconds = 1,
    };

    private static string[] Rendered(ComparisonBoard board, ComparisonProgress progress, int width, int height)
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            });
        (console.Profile.Width, console.Profile.Height, console.Profile.Capabilities.Unicode) = (width, height, true);
        console.Write(BoardTable.Draw(board, progress, console));
        return output.ToString().TrimEnd().Split('\n');
    }
}
