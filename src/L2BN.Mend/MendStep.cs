namespace L2BN.Native;

internal static class MendStep
{
    public static string Run(string library, string copy, bool always)
    {
        byte[] bytes = File.ReadAllBytes(library);
        StandardLibrary? system = StandardLibrary.Find();
        if (always || NativeDiagnosis.Of(bytes, system?.Versions).NeedsMending)
        {
            AtomicFile.Write(copy, VersionMender.Mend(bytes));
            return $"mended: {library} for {system?.Path ?? "another system"}";
        }
        File.Delete(copy);
        return $"nothing to mend: {library} loads with {system?.Path ?? "this system"}";
    }
}
