namespace L2BN.Native;

/// <summary>Finds out whether TorchSharp's native library will load, without loading it.</summary>
internal static class TorchInspection
{
    public const string LibTorch = "libtorch.so";

    private const string WaysOut = "Ways out: a newer libstdc++ (GCC 13 or later, as in Debian 13 and Ubuntu 24.04), another base image, "
        + "or a folder with such a libstdc++.so.6 in LD_LIBRARY_PATH.";

    public static TorchRuntimeReport Run() =>
        Run(NativeSearch.Find(PatchedLibrary.FileName), NativeSearch.Find(LibTorch), StandardLibrary.Find());

    public static TorchRuntimeReport Run(string? library, string? libtorch, StandardLibrary? system)
    {
        TorchRuntimeReport found = new()
        {
            State = TorchRuntimeState.NotFound,
            Explanation = $"{(library is null ? PatchedLibrary.FileName : LibTorch)} is not beside the program. Reference one libtorch "
                + "package in the program's project, such as libtorch-cpu-linux-x64 2.10.0 or TorchSharp-cuda-linux 0.107.0.",
            Library = library,
            LibTorch = libtorch,
            StandardLibrary = system?.Path,
            StandardLibraryVersion = system?.Newest,
        };
        return library is null || libtorch is null ? found : Examine(found, library, system);
    }

    private static TorchRuntimeReport Examine(TorchRuntimeReport found, string path, StandardLibrary? system)
    {
        try
        {
            byte[] library = File.ReadAllBytes(path);
            NativeDiagnosis diagnosis = NativeDiagnosis.Of(library, system?.Versions);
            return Judge(found with { RequiredVersion = diagnosis.NewestNeeded }, library, diagnosis);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Verdict(found, TorchRuntimeState.CannotBePatched, $"{path} cannot be read: {e.Message}.");
        }
    }

    private static TorchRuntimeReport Judge(TorchRuntimeReport report, byte[] library, NativeDiagnosis diagnosis) => diagnosis switch
    {
        { Missing.Count: > 0 } => JudgeLacking(report, library, diagnosis),
        { IsPatched: true } => Verdict(report, TorchRuntimeState.Patched, "The native library was patched when the program was built."),
        _ => Verdict(report, TorchRuntimeState.Ready, "The native library loads as it was shipped."),
    };

    private static TorchRuntimeReport JudgeLacking(TorchRuntimeReport report, byte[] library, NativeDiagnosis diagnosis)
    {
        string cause = $"{report.Library} needs {string.Join(", ", diagnosis.Missing)}, "
            + $"but {report.StandardLibrary} ends at {report.StandardLibraryVersion}";
        try
        {
            if (!diagnosis.NeedsPatch) throw new InvalidDataException($"only {VersionPatcher.Version} can be made optional");
            string? copy = PatchedLibrary.CachePath(VersionPatcher.Patch(library));
            return Verdict(report, TorchRuntimeState.NeedsPatch, $"{cause}; a patched copy is used instead.") with { PatchedCopy = copy };
        }
        catch (InvalidDataException e)
        {
            return Verdict(report, TorchRuntimeState.CannotBePatched, $"{cause}, and the library cannot be patched: {e.Message}. {WaysOut}");
        }
    }

    private static TorchRuntimeReport Verdict(TorchRuntimeReport report, TorchRuntimeState state, string explanation) =>
        report with { State = state, Explanation = explanation };
}
