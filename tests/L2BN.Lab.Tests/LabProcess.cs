using System.Diagnostics;
using System.Text.Json;

namespace L2BN.Lab.Tests;

/// <summary>Runs <c>l2bn</c> as its users do, in a process of its own.</summary>
internal sealed class LabProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LabProcess(
        string assembly,
        IEnumerable<string> arguments,
        string? variable = null,
        string? value = null,
        string? folder = null,
        bool ignoreHangup = false)
    {
        string[] words = ignoreHangup
            ? ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh", DotNet, "exec", assembly, .. arguments]
            : [DotNet, "exec", assembly, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        // Tests run beside each other: threads of OpenMP that spin while they wait would take the processors from the other tests.
        start.Environment.TryAdd("OMP_WAIT_POLICY", "passive");
        if (variable is not null)
            start.Environment[variable] = value;
        _process = Process.Start(start)!;
        _output = Task.Run(_process.StandardOutput.ReadToEndAsync);
        _errors = Task.Run(ReadErrors); // off the test framework's context, which Finish blocks
    }

    /// <summary>The words of the shell that start <c>l2bn</c>.</summary>
    public static string Quoted => $"'{DotNet}' exec '{Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll")}'";

    private static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    public static LabResult Run(params string[] arguments) => RunFrom(AppContext.BaseDirectory, arguments);

    public static LabResult RunFrom(string folder, params string[] arguments)
    {
        using var process = new LabProcess(Path.Combine(folder, "L2BN.Lab.dll"), arguments);
        return process.Finish();
    }

    /// <summary>With <paramref name="folder"/> as working directory.</summary>
    public static LabResult RunIn(string folder, params string[] arguments)
    {
        using var process = new LabProcess(Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll"), arguments, folder: folder);
        return process.Finish();
    }

    /// <summary>With a folder of its own for fetched data and caches.</summary>
    public static LabResult RunWithCache(string cache, params string[] arguments)
    {
        using var process = new LabProcess(Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll"), arguments, "L2BN_CACHE", cache);
        return process.Finish();
    }

    /// <summary>With <see cref="StartupHook"/> at work in it.</summary>
    public static LabResult RunWithHook(params string[] arguments)
    {
        using var process = new LabProcess(
            Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll"),
            arguments,
            "DOTNET_STARTUP_HOOKS",
            typeof(StartupHook).Assembly.Location);
        return process.Finish();
    }

    /// <summary>Runs a script of the shell in which <c>l2bn</c> is a command.</summary>
    public static LabResult RunScript(string script)
    {
        string lab = $"export OMP_WAIT_POLICY=passive\nl2bn() {{ {Quoted} \"$@\"; }}\n";
        using Process shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", lab + script]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> output = Task.Run(shell.StandardOutput.ReadToEndAsync),
            errors = Task.Run(shell.StandardError.ReadToEndAsync);
        if (!shell.WaitForExit(s_limit))
            throw new TimeoutException($"Expected the script to end within {s_limit}: {script}");
        return new LabResult(shell.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    public static LabProcess Start(params string[] arguments) => new(Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll"), arguments);

    /// <summary>As under nohup: SIGHUP is ignored.</summary>
    public static LabProcess StartIgnoringHangup(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "L2BN.Lab.dll"), arguments, ignoreHangup: true);

    public int Id => _process.Id;

    /// <summary>Completes with the first line on standard error.</summary>
    public Task Spoke => _spoke.Task.WaitAsync(s_limit);

    public bool HasEnded => _process.HasExited;

    public LabResult Finish()
    {
        if (!_process.WaitForExit(s_limit))
            throw new TimeoutException($"l2bn did not end within {s_limit}.");
        return new LabResult(_process.ExitCode, _output.GetAwaiter().GetResult(), _errors.GetAwaiter().GetResult());
    }

    /// <summary>True where it ends by itself in this time; otherwise it is killed, as by kill -9.</summary>
    public async Task<bool> EndsWithin(TimeSpan time)
    {
        if (await Task.Run(() => _process.WaitForExit(time)))
            return true;
        _process.Kill();
        _process.WaitForExit();
        return false;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string> ReadErrors()
    {
        var text = new StringWriter();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            text.WriteLine(line);
            _spoke.TrySetResult();
        }

        return text.ToString();
    }
}

/// <summary>How a process ended and what it printed.</summary>
internal sealed record LabResult(int Code, string Output, string Errors)
{
    /// <summary>The object that <c>--json</c> printed: exactly one line, of the form that docs/schema has for it.</summary>
    /// <param name="schema">Name of the schema.</param>
    /// <param name="code">The exit code to expect.</param>
    public JsonElement Json(string schema, int code = 0)
    {
        Assert.True(Code == code, $"{Code}: {Errors}");
        Assert.EndsWith("\n", Output, StringComparison.Ordinal);
        JsonElement value = JsonDocument.Parse(Assert.Single(Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        string path = Repository.PathOf("docs", "schema", $"{schema}.schema.json");
        Assert.Empty(JsonSchema.Errors(JsonDocument.Parse(File.ReadAllText(path)).RootElement, value));
        return value;
    }

    public string OnlyError => Assert.Single(Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
