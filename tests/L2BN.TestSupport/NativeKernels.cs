namespace L2BN.TestSupport;

/// <summary>What <c>build/native</c> makes for Python and C, and the Python that has torch. Neither is needed to build; tests that need
/// them are skipped where they are missing.</summary>
public static class NativeKernels
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] s_sources = ["src/L2BN.Kernels", "src/L2BN.Native", "src/L2BN/Threads"];

    /// <summary>The library.</summary>
    public static string Library { get; } = Repository.PathOf("python", "libl2bn.so");

    /// <summary>Why tests of the library are skipped; null where it is there and no older than its sources.</summary>
    public static string? Missing { get; } =
        !File.Exists(Library) ? $"Expected {Library}, got no such file; run build/native (it needs a C linker)."
        : File.GetLastWriteTimeUtc(Library) < NewestSource() ? $"Expected {Library} newer than its sources; run build/native."
        : null;

    /// <summary>Why tests in Python are skipped; null where they can run.</summary>
    public static string? MissingForPython { get; } =
        Missing ?? (HasTorch() ? null : $"Expected torch in {Python}, got none; install Debian's package python3-torch.");

    /// <summary>Runs a script of Python; returns what it printed where it failed, and null where it succeeded.</summary>
    /// <param name="arguments">The script, then its arguments.</param>
    public static string? RunPython(params string[] arguments)
    {
        using var process = WatchedProcess.Start(Python, arguments);
        WatchedEnd end = process.Finish(TimeSpan.FromMinutes(2));
        return end.Code == 0 ? null : $"exit code {end.Code}\n{end.Output}\n{end.Errors}";
    }

    private static DateTime NewestSource() =>
        Repository.SourceFiles(s_sources).Max(path => File.GetLastWriteTimeUtc(Repository.PathOf(path)));

    private static bool HasTorch() =>
        File.Exists(Python) && RunPython("-c", "import importlib.util as u; assert u.find_spec('torch')") is null;
}
