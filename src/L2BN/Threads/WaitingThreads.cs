using System.Runtime.InteropServices;

namespace L2BN;

/// <summary>
/// An optional setting of GNU OpenMP, whose threads libtorch computes on: how long a thread that waits for work spins before it sleeps.
/// While it spins it holds a core, which stalls a program that shares the machine with another one. See docs/performance.md for both cases.
/// Nothing in this library calls it for you.
/// </summary>
public static class WaitingThreads
{
    private const string Spin = "GOMP_SPINCOUNT", Policy = "OMP_WAIT_POLICY";

    /// <summary>Turns of the waiting loop before a thread sleeps; docs/performance.md has what others cost.</summary>
    public const int SpinCount = 10_000;

    /// <summary>Makes waiting threads sleep after a short while. For the whole process, and only before torch is first used: the library
    /// reads it when it is loaded. What the user has set stays.</summary>
    /// <returns>Whether it was set: on Linux, where neither GOMP_SPINCOUNT nor OMP_WAIT_POLICY is set.</returns>
    public static bool LimitSpinning()
    {
        if (!OperatingSystem.IsLinux() || IsSet(Spin) || IsSet(Policy))
            return false;
        // Not Environment.SetEnvironmentVariable, which keeps a copy of its own that libraries do not see.
        return SetVariable(Spin, $"{SpinCount}", 0) == 0;
    }

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is not null;

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
