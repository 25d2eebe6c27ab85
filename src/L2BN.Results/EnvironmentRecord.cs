namespace L2BN.Results;

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
