namespace L2BN.Results;

/// <summary>
/// The right of one process to write into a folder: a lock on its file <c>.lock</c>, which the system releases with the process, however it
/// ends. The file itself stays: a lock file that is deleted can be locked by two processes, one of them through the deleted file.
/// </summary>
/// <remarks>
/// Some file systems (Lustre without the option <c>flock</c>) have no locks, and .NET does not report it. There a second file, which only
/// one process can create, names the process that writes, and counts as long as that process runs.
/// </remarks>
public sealed class FolderClaim : IDisposable
{
    private const string LockName = ".lock", OwnerName = ".lock-owner";
    private const int SharingViolation = unchecked((int)0x80070020), WouldBlockOnLinux = 11, WouldBlockOnMacOS = 35;

    private readonly FileStream _file;
    private bool _disposed;

    private FolderClaim(string folder, FileStream file, bool locked) => (FolderPath, _file, HasLock) = (folder, file, locked);

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Whether the file system has locks. Where it has none, a claim on another machine counts until its file is
    /// deleted.</summary>
    public bool HasLock { get; }

    /// <summary>What the user should know about the exclusion of other processes, a sentence; null where the system ensures it.</summary>
    public string? Note => HasLock ? null
        : $"The file system of '{FolderPath}' has no locks; a file in it names this process instead.";

    /// <summary>Claims a folder, which is created where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Null where another process, or another claim of this one, has it.</returns>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static FolderClaim? TryTake(string folder) => TryTake(folder, FileShare.None);

    /// <summary>Claims a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ResultsException">The folder cannot be written, or another process writes there.</exception>
    public static FolderClaim Take(string folder) => TryTake(folder) ?? throw new ResultsException(
        $"Cannot write '{folder}': another process is writing there. Wait for it, or choose another folder with --out.");

    /// <summary>Creates and claims a folder that no other process has: <c>NAME</c>, or <c>NAME-2</c>, <c>NAME-3</c>, … where it is
    /// taken.</summary>
    /// <param name="folder">The wanted path.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static FolderClaim TakeUnused(string folder)
    {
        for (int number = 1; ; number++)
        {
            string path = number == 1 ? folder : $"{folder}-{number}";
            if (TryTake(path) is not { } claim)
                continue;
            if (IsEmpty(path))
                return claim;
            claim.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!HasLock)
            File.Delete(Path.Combine(FolderPath, OwnerName));
        _file.Dispose();
    }

    /// <summary>With what a file system without locks makes of <see cref="FileShare.None"/>, for tests.</summary>
    internal static FolderClaim? TryTake(string folder, FileShare share)
    {
        ResultsFile.PrepareFolder(folder);
        string path = Path.Combine(folder, LockName);
        FileStream? file = null;
        try
        {
            file = Open(path, share);
            bool locked = IsLocked(path, share);
            if (locked || FolderOwner.TryWrite(Path.Combine(folder, OwnerName)))
                return new FolderClaim(folder, file, locked);
            file.Dispose();
            return null;
        }
        catch (IOException busy) when (IsBusy(busy) && file is null)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ResultsException(
                $"Cannot write '{path}': {error.Message.TrimEnd('.')}. Check its permissions, or choose another folder with --out.", error);
        }
    }

    private static FileStream Open(string path, FileShare share) =>
        OwnFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);

    // A file system has locks where a second one is refused.
    private static bool IsLocked(string path, FileShare share)
    {
        try
        {
            using FileStream second = Open(path, share);
            return false;
        }
        catch (IOException busy) when (IsBusy(busy))
        {
            return true;
        }
    }

    private static bool IsBusy(IOException error) => error.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMacOS;

    private static bool IsEmpty(string folder) => ResultsFile.Guard("read", folder, () =>
        !Directory.EnumerateFileSystemEntries(folder).Any(path => Path.GetFileName(path) is not (LockName or OwnerName)));
}
