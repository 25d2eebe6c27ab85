using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace L2BN.TestSupport;

/// <summary>A process for campaigns on Linux: it gets signals, its memory is measured, and it is killed where it does not end.</summary>
public sealed class WatchedProcess : IDisposable
{
    private const int PollMilliseconds = 5;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private WatchedProcess(Process process)
    {
        _process = process;
        _output = Task.Run(process.StandardOutput.ReadToEndAsync);
        _errors = Task.Run(process.StandardError.ReadToEndAsync);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts <c>l2bn</c> as <c>dotnet build -c Release</c> left it. Its threads wait without spinning, since campaigns run
    /// several at once.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static WatchedProcess StartLab(params string[] arguments)
    {
        string lab = Repository.PathOf("src", "L2BN.Lab", "bin", "Release", "net10.0", "L2BN.Lab.dll");
        if (!File.Exists(lab))
            throw new FileNotFoundException($"Expected {lab}, got no such file; run dotnet build -c Release.");
        // What starts a campaign in the background may ignore signals, and a process inherits that.
        return Start("env", ["--default-signal=INT,HUP", "dotnet", "exec", lab, .. arguments]);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its command line.</param>
    public static WatchedProcess Start(string program, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(program);
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        return new WatchedProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal; nothing happens where the process has ended.</summary>
    /// <param name="signal">Its number.</param>
    public void Send(int signal)
    {
        if (!HasEnded && Kill(_process.Id, signal) != 0 && !HasEnded)
            throw new InvalidOperationException($"Expected signal {signal} to reach process {_process.Id}; the system refused.");
    }

    /// <summary>Waits for the end; after the limit the process and its children are killed.</summary>
    /// <param name="limit">The longest time.</param>
    public WatchedEnd Finish(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        long peak = 0;
        while (!_process.WaitForExit(PollMilliseconds) && clock.Elapsed < limit)
            peak = Math.Max(peak, PeakBytes());
        bool ended = HasEnded;
        if (!ended)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        return new WatchedEnd(
            ended ? _process.ExitCode : null,
            _output.GetAwaiter().GetResult(),
            _errors.GetAwaiter().GetResult(),
            peak,
            clock.Elapsed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!HasEnded)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // The kernel keeps the largest value: looking now and then misses what the last moment adds, but no peak before it.
    private long PeakBytes()
    {
        try
        {
            IEnumerable<string> lines = File.ReadLines($"/proc/{_process.Id}/status");
            string peak = lines.First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            string digits = string.Concat(peak.Where(char.IsAsciiDigit));
            return long.Parse(digits, CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception ended) when (ended is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}

/// <summary>How a watched process ended.</summary>
/// <param name="Code">Its exit code, 128 and more after a signal; null where it did not end in time.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed on standard error.</param>
/// <param name="PeakBytes">The most resident memory that it had.</param>
/// <param name="Time">How long it was waited for.</param>
public sealed record WatchedEnd(int? Code, string Output, string Errors, long PeakBytes, TimeSpan Time)
{
    /// <summary>Whether it printed a stack trace of .NET or of native code.</summary>
    public bool HasTrace => Errors.Contains("   at ", StringComparison.Ordinal)
        || Errors.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase)
        || Errors.Contains("Unexpected failure", StringComparison.Ordinal)
        || Errors.Contains("terminate called", StringComparison.Ordinal);
}
