using System.Diagnostics;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>A file system without locks (Lustre mounted without them): strace makes each flock fail with ENOLCK, which .NET
/// ignores.</summary>
public sealed class NoLockTests : TemporaryFolder
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("train")]
    [InlineData("compare")]
    public async Task Another_exclusion_takes_its_place_and_the_command_says_so(string command)
    {
        Assert.SkipUnless(HasStrace(), "strace is missing, or may not trace processes here.");
        string output = PathOf("run"), owner = Path.Combine(output, ".lock-owner"), errors = PathOf("errors");
        string arguments = $"{command} --model mlp --train-size 64 --threads 1 --out '{output}'";
        using Process first = Shell($"exec {Traced} {arguments} --epochs 100000 2> '{errors}'");
        DateTime end = DateTime.UtcNow + s_limit;
        while (!(File.Exists(owner) && File.ReadAllText(errors).Contains("epoch", StringComparison.Ordinal)) && DateTime.UtcNow < end)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Contains("has no locks; a file in it names this process instead", File.ReadAllText(errors), StringComparison.Ordinal);
        LabResult second = LabProcess.RunScript($"{Traced} {arguments} --epochs 100000");
        Assert.Equal(ExitCode.Refused, second.Code);
        Assert.Contains("another process is writing there", second.Errors, StringComparison.Ordinal);
        first.Kill(entireProcessTree: true);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        // The process that is named no longer runs.
        string rest = command == "train" ? "--resume --time-budget 0.0001" : "--epochs 1 --no-analysis --shifts none";
        LabResult third = LabProcess.RunScript($"{Traced} {arguments} {rest}");
        // It may take a moment to end: it is a child of a child.
        while (third.Code == ExitCode.Refused && DateTime.UtcNow < end)
            third = LabProcess.RunScript($"{Traced} {arguments} {rest}");
        Assert.DoesNotContain("another process is writing there", third.Errors, StringComparison.Ordinal);
    }

    private static string Traced =>
        $"strace -f --seccomp-bpf -qq -e trace=flock -e inject=flock:error=ENOLCK -o /dev/null {LabProcess.Quoted}";

    private static Process Shell(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]);
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        return Process.Start(start)!;
    }

    private static bool HasStrace()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using Process probe = Shell("strace -f --seccomp-bpf -qq -e trace=flock -o /dev/null true 2> /dev/null");
        return probe.WaitForExit(s_limit) && probe.ExitCode == 0;
    }
}
