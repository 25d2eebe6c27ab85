namespace L2BN.Native;

internal static class PatchStep
{
    public static string Run(string library, string copy, bool always)
    {
        byte[] bytes = File.ReadAllBytes(library);
        StandardLibrary? system = StandardLibrary.Find();
        if (always || NativeDiagnosis.Of(bytes, system?.Versions).NeedsPatch)
        {
            AtomicFile.Write(copy, VersionPatcher.Patch(bytes));
            return $"patched: {library} for {system?.Path ?? "another system"}";
        }
        File.Delete(copy);
        return $"nothing to patch: {library} loads with {system?.Path ?? "this system"}";
    }
}
