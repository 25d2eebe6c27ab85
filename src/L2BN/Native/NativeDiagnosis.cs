namespace L2BN.Native;

/// <summary>What a native library asks of libstdc++ and does not get from this system.</summary>
internal sealed record NativeDiagnosis(string? NewestNeeded, bool IsMended, IReadOnlyList<string> Missing)
{
    /// <summary>Whether the one thing missing is what <see cref="VersionMender"/> can take away.</summary>
    public bool NeedsMending => Missing.Contains(VersionMender.Version);

    /// <param name="library">The bytes of the library.</param>
    /// <param name="system">The versions that the system's libstdc++ defines, or null where they are not known: then nothing is missing.</param>
    /// <exception cref="InvalidDataException">The library is not a readable ELF file.</exception>
    public static NativeDiagnosis Of(byte[] library, IReadOnlySet<string>? system)
    {
        VersionNeed[] needs = [.. ElfVersions.Needs(ElfImage.Parse(library)).Where(need => need.File == StandardLibrary.FileName)];
        string[] missing = system is null ? [] : [.. needs.Where(need => !need.IsWeak && !system.Contains(need.Version)).Select(need => need.Version)];
        string? newest = StandardLibrary.NewestOf(needs.Select(need => need.Version));
        return new(newest, needs.Any(need => need.Version == VersionMender.Version && need.IsWeak), missing);
    }
}
