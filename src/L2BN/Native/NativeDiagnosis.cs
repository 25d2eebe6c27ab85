namespace L2BN.Native;

/// <summary>What a native library asks of libstdc++ and does not get from this system.</summary>
internal sealed record NativeDiagnosis(string? NewestNeeded, bool IsPatched, IReadOnlyList<string> Missing)
{
    /// <summary>Whether the one thing missing is what <see cref="VersionPatcher"/> can take away.</summary>
    public bool NeedsPatch => Missing is [VersionPatcher.Version];

    /// <param name="library">The bytes of the library.</param>
    /// <param name="system">The versions that the system's libstdc++ defines. Null: not known, and nothing counts as missing.</param>
    /// <exception cref="InvalidDataException">The library is not a readable ELF file.</exception>
    public static NativeDiagnosis Of(byte[] library, IReadOnlySet<string>? system)
    {
        VersionNeed[] needs = [.. ElfVersions.Needs(ElfImage.Parse(library)).Where(need => need.File == StandardLibrary.FileName)];
        IEnumerable<string> strict = needs.Where(need => !need.IsWeak).Select(need => need.Version);
        return new(
            NewestNeeded: StandardLibrary.NewestOf(needs.Select(need => need.Version)),
            IsPatched: needs.Any(need => need.Version == VersionPatcher.Version && need.IsWeak),
            Missing: system is null ? [] : [.. strict.Where(version => !system.Contains(version))]);
    }
}
