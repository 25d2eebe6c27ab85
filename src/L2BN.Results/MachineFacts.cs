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

/// <summary>What a run ran on and with: enough to say why a figure differs on another machine.</summary>
public sealed record EnvironmentRecord
{
    /// <summary>Version of this software.</summary>
    public required string Version { get; init; }

    /// <summary>Operating system, as it names itself.</summary>
    public required string Os { get; init; }

    /// <summary>.NET runtime, as it names itself.</summary>
    public required string Runtime { get; init; }

    /// <summary>Processor model.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads of torch's operators.</summary>
    public required int Threads { get; init; }

    /// <summary>Widest vectors that .NET uses here, in bits: 128, 256 or 512; 0 for none.</summary>
    public int VectorBits { get; init; }

    /// <summary>Physical memory in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Versions of the libraries that numbers depend on, by name.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();

    /// <summary>Device of the runs: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";
}
