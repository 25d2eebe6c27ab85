using System.Runtime.InteropServices;

namespace L2BN.Native;

/// <summary>The C++ standard library that this process uses, and the versions it defines.</summary>
internal sealed record StandardLibrary(string Path, IReadOnlySet<string> Versions)
{
    public const string FileName = "libstdc++.so.6";

    private const string VersionPrefix = "GLIBCXX_";

    /// <summary>The newest GLIBCXX version, such as GLIBCXX_3.4.30.</summary>
    public string? Newest => NewestOf(Versions);

    /// <summary>
    /// The library as this process has it, which is the one that libtorch will get: the .NET runtime has loaded it already.
    /// Null where there is none or where it cannot be read (another system, a static runtime).
    /// </summary>
    public static StandardLibrary? Find()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(FileName, out _)) return null;
        try
        {
            string? path = PathIn(File.ReadLines("/proc/self/maps"));
            return path is null ? null : new(path, ElfVersions.Definitions(ElfImage.Parse(File.ReadAllBytes(path))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    public static string? NewestOf(IEnumerable<string> versions) => versions
        .Where(version => version.StartsWith(VersionPrefix, StringComparison.Ordinal))
        .MaxBy(version => Version.TryParse(version[VersionPrefix.Length..], out Version? number) ? number : new Version());

    /// <summary>The file of libstdc++ among the lines of a process's memory map.</summary>
    public static string? PathIn(IEnumerable<string> maps) => maps
        .Select(line => line.IndexOf('/') is var start and >= 0 ? line[start..] : "")
        .FirstOrDefault(path => System.IO.Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal));
}
