using L2BN.Native;

// L2BN.NativePatcher LIBRARY COPY RECORD [always]
// Writes a patched COPY of LIBRARY if this system needs one (or always), removes COPY if not, and says in RECORD what was done.
// It never fails: where nothing can be done here, the program itself tells its user why when it starts.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
string outcome;
try
{
    outcome = PatchStep.Run(library: args[0], copy: args[1], always: args is [_, _, _, "always"]);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    outcome = $"not patched: {e.Message}";
}
AtomicFile.Write(args[2], System.Text.Encoding.UTF8.GetBytes(outcome + "\n"));
return 0;
