namespace L2BN.Results;

/// <summary>The physical memory that this process holds now.</summary>
public static class ResidentMemory
{
    /// <summary>MiB, libraries included; null where the system does not say.</summary>
    public static double? ReadMib() => Environment.WorkingSet is > 0 and long bytes ? Math.Round(bytes / 1048576.0, 1) : null;
}
