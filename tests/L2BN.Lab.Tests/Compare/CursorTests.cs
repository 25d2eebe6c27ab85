using System.Diagnostics;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>In a terminal, which the program <c>script</c> of util-linux makes.</summary>
public sealed class CursorTests : TemporaryFolder
{
    private const string Hidden = "\u001b[?25l", Shown = "\u001b[?25h";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private string Screen => PathOf("screen");

    [Fact]
    public async Task A_second_signal_ends_the_process_at_once_and_shows_the_cursor_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "The program script of util-linux is missing.");
        // A step of seconds: the first signal alone would end the process only after it.
        string options = "--model resnet20 --batch-size 1500 --train-size 1500 --threads 1";
        string lab = $"{LabProcess.Quoted} compare {options} --out '{PathOf("out")}'";
        var start = new ProcessStartInfo("script", ["-qefc", $"echo $$ > '{PathOf("pid")}'; exec {lab}", Screen])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        using Process script = Process.Start(start)!;
        Task<string> output = Task.Run(script.StandardOutput.ReadToEndAsync);
        await WaitForAsync(() => Text().Contains(Hidden, StringComparison.Ordinal) && File.Exists(PathOf("out/bn-seed0/run.json")));
        Assert.True(Text().LastIndexOf(Hidden, StringComparison.Ordinal) > Text().LastIndexOf(Shown, StringComparison.Ordinal));
        string process = (await File.ReadAllTextAsync(PathOf("pid"), TestContext.Current.CancellationToken)).Trim();
        // Two of one kind may become one.
        foreach (string signal in new[] { "INT", "TERM" })
        {
            using var kill = Process.Start("kill", [$"-{signal}", process]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await script.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit);
        await output;
        // That of the second: the first would have given 130.
        Assert.Equal(ExitCode.Terminated, script.ExitCode);
        Assert.True(Text().LastIndexOf(Shown, StringComparison.Ordinal) > Text().LastIndexOf(Hidden, StringComparison.Ordinal), Text());
    }

    private string Text() => File.Exists(Screen) ? File.ReadAllText(Screen) : "";

    private static async Task WaitForAsync(Func<bool> condition)
    {
        DateTime end = DateTime.UtcNow + s_limit;
        while (!condition() && DateTime.UtcNow < end)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }
}
