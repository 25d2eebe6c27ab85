using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2BN.Results;

/// <summary>What this machine is, read without starting a process: from <c>/proc</c> on Linux, from .NET elsewhere.</summary>
public static class MachineFacts
{
    /// <summary>Describes this machine and process. What cannot be found out is named by its architecture, or 0.</summary>
    /// <param name="threads">Threads of torch's operators.</param>
    public static EnvironmentRecord Read(int threads) => new()
    {
        Version = Version,
        Os = OperatingSystemName(),
        Runtime = RuntimeInformation.FrameworkDescription,
        Processor = Processor(),
        Cores = Environment.ProcessorCount,
        Threads = threads,
        VectorBits = VectorBits(),
        MemoryBytes = Memory(),
    };

    /// <summary>Version of this software, with the commit where the build recorded one.</summary>
    public static string Version { get; } =
        typeof(MachineFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    // On Linux .NET names the distribution; the kernel matters as much.
    private static string OperatingSystemName() => OperatingSystem.IsLinux()
        ? $"{RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}"
        : RuntimeInformation.OSDescription;

    private static string Processor() =>
        ProcFile.Value("/proc/cpuinfo", "model name", ':')
        ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    // The runtime's figure respects a container's limit, which is what a run can use; the kernel's names the machine.
    private static long Memory() => ProcFile.Kilobytes("/proc/meminfo", "MemTotal") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
