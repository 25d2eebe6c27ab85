using System.Diagnostics;
using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>Runs in processes of their own: the figures are those of one process, whatever ends which of them.</summary>
public sealed class WorkerTests : TemporaryFolder
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string> s_figures = new(ComputeFigures);

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("L2BN_KILLS"), out int kills) ? kills : 0;

    private string Out => PathOf("out");

    [Theory]
    [InlineData("4")]
    public void The_figures_are_those_of_one_job(string jobs)
    {
        LabResult result = LabProcess.Run(Command(Out, jobs));
        Assert.Equal(s_figures.Value, Figures(result));
        Assert.Equal("2", JsonDocument.Parse(result.Output).RootElement.GetProperty("jobs").GetRawText());
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads /proc.");
        using var process = LabProcess.Start(Command(Out, "2"));
        await KillHolder("bn-seed0", process);
        LabResult result = process.Finish();
        Assert.Equal(s_figures.Value, Figures(result));
        Assert.Contains("bn seed 0: its process ended with code 137; the run continues in another one.", result.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_process_is_killed_twice_has_failed_and_the_others_are_finished()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads /proc.");
        using var process = LabProcess.Start(Command(Out, "2"));
        int first = await KillHolder("bn-seed0", process);
        await KillHolder("bn-seed0", process, except: first);
        LabResult result = process.Finish();
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Empty(result.Output);
        string last = result.Errors.TrimEnd().Split('\n')[^1];
        Assert.Contains("1 of the runs failed: bn seed 0", last, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "l2bn-seed0", "final.json")), result.Errors);
        Assert.False(File.Exists(Path.Combine(Out, "report.html")));
        Assert.Equal(s_figures.Value, Figures(LabProcess.Run(Command(Out, "2"))));
    }

    [Fact]
    public async Task Workers_end_with_the_process_that_started_them_and_what_they_saved_is_continued()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads /proc.");
        using var process = LabProcess.Start(Command(Out, "2"));
        await WaitFor(() => Holder("bn-seed0", process) != 0 && Holder("l2bn-seed0", process) != 0);
        int[] workers = [.. Children(process.Id)];
        Assert.NotEmpty(workers);
        Assert.False(await process.EndsWithin(TimeSpan.Zero));
        await WaitFor(() => workers.All(worker => !Directory.Exists($"/proc/{worker}")));
        Assert.Equal(s_figures.Value, Figures(LabProcess.Run(Command(Out, "2"))));
    }

    /// <summary>As many kills as L2BN_KILLS says; docs/reliability.md has the campaign.</summary>
    [Fact]
    public async Task Workers_and_their_parent_are_killed_at_random_moments_and_the_figures_stay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads /proc.");
        Assert.SkipWhen(Kills == 0, "A campaign: L2BN_KILLS=30.");
        var random = new Random(11);
        int kills = 0;
        for (int attempt = 0; kills < Kills && attempt < 10 * Kills; attempt++)
        {
            using var process = LabProcess.Start(Command(Out, "2"));
            await Task.Delay(random.Next(500, 6000), TestContext.Current.CancellationToken);
            int[] all = [process.Id, .. Children(process.Id)];
            if (!process.HasEnded && Kill(all[random.Next(all.Length)]))
                kills++;
            LabResult end = process.Finish();
            if (end.Code == ExitCode.Done)
            {
                Assert.Equal(s_figures.Value, Figures(end));
                Directory.Delete(Out, recursive: true);
            }
        }

        Assert.Equal(Kills, kills);
        Assert.Equal(s_figures.Value, Figures(LabProcess.Run(Command(Out, "2"))));
    }

    [Fact]
    public void An_error_of_a_worker_is_that_of_the_comparison()
    {
        LabResult result = LabProcess.Run(
            "compare", "--seeds", "1", "--epochs", "1", "--train-size", "640", "--lr", "1e35", "--jobs", "2", "--out", Out);
        Assert.Equal(ExitCode.Diverged, result.Code);
        Assert.Contains("loss", result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Threads_alone_mean_one_job()
    {
        LabResult result = LabProcess.Run(
            "compare", "--model", "mlp", "--seeds", "1", "--epochs", "1", "--train-size", "128", "--threads", "1", "--json", "--out", Out);
        Assert.Equal(1, result.Json("compare").GetProperty("jobs").GetInt32());
    }

    private static string[] Command(string output, string jobs) =>
    [
        "compare", "--epochs", "4", "--seeds", "1", "--train-size", "640", "--no-analysis", "--shifts", "none",
        "--json", "--jobs", jobs, "--out", output,
    ];

    private static string ComputeFigures()
    {
        string folder = Directory.CreateTempSubdirectory("l2bn-workers-").FullName;
        try
        {
            return Figures(LabProcess.Run(Command(Path.Combine(folder, "out"), "1")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // All that is no time, no memory and no path.
    private static string Figures(LabResult result)
    {
        Assert.True(result.Code == ExitCode.Done, $"{result.Code}: {result.Errors}");
        JsonElement root = JsonDocument.Parse(result.Output).RootElement;
        return string.Join(
            '\n',
            root.GetProperty("arms").EnumerateArray()
                .SelectMany(arm => new[] { "norm", "accuracy", "accuracy_recalibrated", "loss" }
                    .Select(name => arm.GetProperty(name).GetRawText()))
                .Append(root.GetProperty("paired").GetRawText()));
    }

    private async Task<int> KillHolder(string run, LabProcess process, int except = 0)
    {
        int holder = 0;
        await WaitFor(() => (holder = Holder(run, process)) != 0 && holder != except
            && File.Exists(Path.Combine(Out, run, "run.json")));
        Assert.True(Kill(holder));
        return holder;
    }

    // The worker that has the claim of a run.
    private int Holder(string run, LabProcess process) => Children(process.Id).FirstOrDefault(worker => Holds(worker, run));

    private bool Holds(int process, string run)
    {
        string lockFile = Path.Combine(Out, run, ".lock");
        try
        {
            return Directory.GetFiles($"/proc/{process}/fd").Any(link => new FileInfo(link).LinkTarget == lockFile);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int[] Children(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(int.Parse)];
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Kill(int process)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", ["-KILL", $"{process}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }

    private static async Task WaitFor(Func<bool> condition)
    {
        DateTime end = DateTime.UtcNow + s_limit;
        while (!condition() && DateTime.UtcNow < end)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(condition(), "The condition was not met in time.");
    }
}
