namespace L2BN.Native;

/// <summary>Finds out whether TorchSharp's native library will load, without loading it.</summary>
internal static class TorchInspection
{
    public static TorchRuntimeReport Run() => Run(NativeSearch.Find(MendedLibrary.FileName), NativeSearch.Find("libtorch.so"), StandardLibrary.Find());

    public static TorchRuntimeReport Run(string? library, string? libtorch, StandardLibrary? system)
    {
        TorchRuntimeReport found = new()
        {
            State = TorchRuntimeState.NotFound,
            Explanation = $"{(library is null ? MendedLibrary.FileName : "libtorch.so")} is not beside the program. "
                + "Reference one libtorch package in the program's project, such as libtorch-cpu-linux-x64 2.10.0 or TorchSharp-cuda-linux 0.107.0.",
            Library = library,
            LibTorch = libtorch,
            StandardLibrary = system?.Path,
            StandardLibraryVersion = system?.Newest,
        };
        return library is null || libtorch is null ? found : Examined(found, library, system);
    }

    private static TorchRuntimeReport Examined(TorchRuntimeReport found, string path, StandardLibrary? system)
    {
        try
        {
            byte[] library = File.ReadAllBytes(path);
            NativeDiagnosis diagnosis = NativeDiagnosis.Of(library, system?.Versions);
            TorchRuntimeReport report = found with { RequiredVersion = diagnosis.NewestNeeded };
            if (diagnosis.Missing.Count > 0) return Lacking(report, library, diagnosis);
            return diagnosis.IsMended
                ? report with { State = TorchRuntimeState.Mended, Explanation = "The native library was mended when the program was built." }
                : report with { State = TorchRuntimeState.Ready, Explanation = "The native library loads as it was shipped." };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return found with { State = TorchRuntimeState.CannotBeMended, Explanation = $"{path} cannot be read: {e.Message}." };
        }
    }

    private static TorchRuntimeReport Lacking(TorchRuntimeReport report, byte[] library, NativeDiagnosis diagnosis)
    {
        string cause = $"{report.Library} needs {string.Join(", ", diagnosis.Missing)}, but {report.StandardLibrary} ends at {report.StandardLibraryVersion}";
        try
        {
            if (diagnosis.Missing is not [VersionMender.Version]) throw new InvalidDataException($"only {VersionMender.Version} can be made optional");
            string? copy = MendedLibrary.CachePath(VersionMender.Mend(library));
            return report with { State = TorchRuntimeState.NeedsMending, MendedCopy = copy, Explanation = $"{cause}; a mended copy is used instead." };
        }
        catch (InvalidDataException e)
        {
            return report with
            {
                State = TorchRuntimeState.CannotBeMended,
                Explanation = $"{cause}, and the library cannot be mended: {e.Message}. Ways out: a newer libstdc++ "
                    + "(GCC 13 or later, as in Debian 13 and Ubuntu 24.04), another base image, or a folder with such a libstdc++.so.6 in LD_LIBRARY_PATH.",
            };
        }
    }
}
