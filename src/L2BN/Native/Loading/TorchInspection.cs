using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace L2BN.Native.Loading;

/// <summary>Finds out whether TorchSharp's native library will load, without loading it.</summary>
internal static class TorchInspection
{
    private const string LibTorch = "libtorch.so";

    private const string Remedies = "Ways out: a newer libstdc++ (GCC 13 or later, as in Debian 13 and Ubuntu 24.04), another base image, "
        + "or a folder with such a libstdc++.so.6 in LD_LIBRARY_PATH.";

    // In the order of .NET's search. The first is a copy that was patched when a project with a reference to L2BN's was built.
    private static readonly string[] s_names = ["LibTorchSharp.so", PatchedLibrary.FileName];

    public static TorchRuntimeReport Run() => Run(FindLibrary(), NativeSearch.Find(LibTorch), StandardLibrary.Find());

    public static string? FindLibrary() => s_names.Select(NativeSearch.Find).FirstOrDefault(path => path is not null);

    public static TorchRuntimeReport Run(string? library, string? libtorch, StandardLibrary? system)
    {
        TorchRuntimeReport report = new()
        {
            State = TorchRuntimeState.NotFound,
            Explanation = $"{(library is null ? PatchedLibrary.FileName : LibTorch)} is not beside the program. Reference one libtorch "
                + "package in the program's project, such as libtorch-cpu-linux-x64 2.10.0 or TorchSharp-cuda-linux 0.107.0.",
            Library = library,
            LibTorch = libtorch,
            StandardLibrary = system?.Path,
            StandardLibraryVersion = system?.Newest,
        };
        return library is null || libtorch is null ? report : Examine(report, library, system);
    }

    private static TorchRuntimeReport Examine(TorchRuntimeReport report, string path, StandardLibrary? system)
    {
        try
        {
            byte[] library = File.ReadAllBytes(path);
            var diagnosis = NativeDiagnosis.Compute(library, system?.Versions);
            return Explain(report with { RequiredVersion = diagnosis.NewestNeeded }, library, diagnosis);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return WithState(report, TorchRuntimeState.CannotBePatched, $"{path} cannot be read: {e.Message}.");
        }
    }

    private static TorchRuntimeReport Explain(TorchRuntimeReport report, byte[] library, NativeDiagnosis diagnosis) => diagnosis switch
    {
        { Missing.Count: > 0 } => ExplainMissing(report, library, diagnosis),
        { IsPatched: true } => WithState(report, TorchRuntimeState.Patched, "The native library was patched when the program was built."),
        _ => WithState(report, TorchRuntimeState.Ready, "The native library loads as it was shipped."),
    };

    private static TorchRuntimeReport ExplainMissing(TorchRuntimeReport report, byte[] library, NativeDiagnosis diagnosis)
    {
        string cause = $"{report.Library} needs {string.Join(", ", diagnosis.Missing)}, "
            + $"but {report.StandardLibrary} ends at {report.StandardLibraryVersion}";
        try
        {
            if (!diagnosis.NeedsPatch)
                throw new InvalidDataException($"only {VersionPatcher.Version} can be made optional");
            string? copy = PatchedLibrary.CachePath(VersionPatcher.Patch(library));
            return WithState(report, TorchRuntimeState.NeedsPatch, $"{cause}; a patched copy is used instead.") with { PatchedCopy = copy };
        }
        catch (InvalidDataException e)
        {
            return WithState(
                report,
                TorchRuntimeState.CannotBePatched,
                $"{cause}, and the library cannot be patched: {e.Message}. {Remedies}");
        }
    }

    private static TorchRuntimeReport WithState(TorchRuntimeReport report, TorchRuntimeState state, string explanation) =>
        report with { State = state, Explanation = explanation };
}

/// <summary>Searches a program's native libraries: in the folders that the .NET host names, then in the program's own.</summary>
internal static class NativeSearch
{
    private const string RuntimeFolder = "runtimes/linux-x64/native";

    public static string? Find(string fileName) => Folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders => HostFolders
        .Concat(ProgramFolders.SelectMany(folder => new[] { folder, Path.Combine(folder, RuntimeFolder) }))
        .Where(folder => folder.Length > 0)
        .Distinct();

    private static string[] HostFolders =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator);

    private static string[] ProgramFolders => [AppContext.BaseDirectory, AssemblyFolder];

    [SuppressMessage(
        "SingleFile",
        "IL3000",
        Justification = "Empty in a single-file program, where the host names the folder of the extracted files.")]
    private static string AssemblyFolder => Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? "";
}
