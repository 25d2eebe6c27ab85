using System.Runtime.InteropServices;

namespace L2BN.Native;

/// <summary>The C++ standard library of this process, and the versions it defines.</summary>
internal sealed record StandardLibrary(string Path, IReadOnlySet<string> Versions)
{
    public const string FileName = "libstdc++.so.6";

    private const string VersionPrefix = "GLIBCXX_";

    /// <summary>The newest GLIBCXX version, such as GLIBCXX_3.4.30.</summary>
    public string? Newest => FindNewest(Versions);

    /// <summary>
    /// The library that this process has loaded, which is the one that libtorch will use: the .NET runtime loads it first.
    /// Null where there is none or where it cannot be read (another system, a static runtime).
    /// </summary>
    public static StandardLibrary? Find()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(FileName, out _))
            return null;
        try
        {
            string? path = FindPath(File.ReadLines("/proc/self/maps"));
            return path is null ? null : new(path, ElfVersions.Definitions(ElfImage.Parse(File.ReadAllBytes(path))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    public static string? FindNewest(IEnumerable<string> versions) => versions
        .Where(version => version.StartsWith(VersionPrefix, StringComparison.Ordinal))
        .MaxBy(version => Version.TryParse(version[VersionPrefix.Length..], out Version? number) ? number : new Version());

    /// <summary>The file of libstdc++ among the lines of a process's memory map.</summary>
    public static string? FindPath(IEnumerable<string> maps) => maps
        .Select(line => line.IndexOf('/') is var start and >= 0 ? line[start..] : "")
        .FirstOrDefault(path => System.IO.Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal));
}

/// <summary>The versions of libstdc++ that a native library needs, and which of them this system lacks.</summary>
internal sealed record NativeDiagnosis(string? NewestNeeded, bool IsPatched, IReadOnlyList<string> Missing)
{
    /// <summary>Whether the only version missing is the one that <see cref="VersionPatcher"/> can make optional.</summary>
    public bool NeedsPatch => Missing is [VersionPatcher.Version];

    /// <param name="library">The bytes of the library.</param>
    /// <param name="system">The versions that the system's libstdc++ defines. Null: not known, and nothing counts as missing.</param>
    /// <exception cref="InvalidDataException">The library is not a readable ELF file.</exception>
    public static NativeDiagnosis Compute(byte[] library, IReadOnlySet<string>? system)
    {
        VersionNeed[] needs = [.. ElfVersions.Needs(ElfImage.Parse(library)).Where(need => need.File == StandardLibrary.FileName)];
        IEnumerable<string> required = needs.Where(need => !need.IsWeak).Select(need => need.Version);
        return new(
            NewestNeeded: StandardLibrary.FindNewest(needs.Select(need => need.Version)),
            IsPatched: needs.Any(need => need.Version == VersionPatcher.Version && need.IsWeak),
            Missing: system is null ? [] : [.. required.Where(version => !system.Contains(version))]);
    }
}
