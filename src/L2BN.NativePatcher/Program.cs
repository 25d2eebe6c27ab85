using System.Text;
using L2BN.Native;

// L2BN.NativePatcher LIBRARY COPY RECORD [always]
// Writes a patched COPY of LIBRARY if this system needs one (or always), removes COPY if not, and writes into RECORD what was done.
// It never fails: where nothing can be done, the program that is being built explains the cause when it starts.
(string library, string copy, string record, bool always) = (args[0], args[1], args[2], args is [_, _, _, "always"]);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(record))!);
string outcome;
try
{
    outcome = Patch();
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    outcome = $"not patched: {e.Message}";
}

AtomicFile.Write(record, Encoding.UTF8.GetBytes(outcome + "\n"));
return 0;

string Patch()
{
    byte[] bytes = File.ReadAllBytes(library);
    var system = StandardLibrary.Find();
    if (always || NativeDiagnosis.Compute(bytes, system?.Versions).NeedsPatch)
    {
        AtomicFile.Write(copy, VersionPatcher.Patch(bytes));
        return $"patched: {library} for {system?.Path ?? "another system"}";
    }

    File.Delete(copy);
    return $"nothing to patch: {library} loads with {system?.Path ?? "this system"}";
}
