using L2BN.Data.Archives;
using L2BN.Data.Caching;
using L2BN.Data.Files;

namespace L2BN.Data.Download;

/// <summary>Fetches published data sets, and checks them later.</summary>
public static class DatasetDownload
{
    /// <summary>The folder that a data set is downloaded to, and opened from, when none is given; null where the system has no cache
    /// folder.</summary>
    public static string? DefaultFolder(string name) => CacheFolder.Default is { } cache ? Path.Combine(cache, "data", name) : null;

    /// <summary>
    /// Fetches a data set into <paramref name="folder"/>, which is created complete or not at all. Unfinished files are in
    /// <c>FOLDER.download</c> and are resumed by the next call.
    /// </summary>
    /// <param name="release">From <see cref="DatasetReleases"/>.</param>
    /// <param name="folder">A folder that does not exist yet, or is empty.</param>
    /// <param name="options">Retries and timeouts; null for the defaults.</param>
    /// <param name="progress">Receives every piece that arrives.</param>
    /// <param name="ct">Cancels; what has arrived stays on disk.</param>
    /// <exception cref="DataException">The server, the network or the file is not as it should be, or the folder is in use.</exception>
    public static async Task GetAsync(DatasetRelease release, string folder, DownloadOptions? options = null,
        IProgress<DownloadProgress>? progress = null, CancellationToken ct = default)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string unfinished = folder + ".download";
        try
        {
            CheckFree(folder);
            OwnFile.RefuseFolderLink(unfinished);
            Directory.CreateDirectory(unfinished);
            using (Lock(unfinished))
                await FetchAsync(release, folder, unfinished, options ?? new DownloadOptions(), progress, ct)
                .ConfigureAwait(false);
            Directory.Delete(unfinished, recursive: true);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unwritable(unfinished, e);
        }
    }

    /// <summary>Checks a data set on disk: its <c>SHA256SUMS</c> and its contents where it was fetched; else the published checksums of
    /// those
    /// files that are stored unpacked and exist.</summary>
    /// <returns>The number of files with the right checksum; 0 where no checksum is known.</returns>
    /// <exception cref="DataException">A file is missing, changed or damaged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was canceled.</exception>
    public static int Verify(DatasetRelease release, string folder, CancellationToken ct = default)
    {
        IReadOnlyList<DataException> problems = FindProblems(release, folder, out int valid, ct);
        return problems.Count == 0 ? valid : throw problems[0];
    }

    /// <summary>As <see cref="Verify"/>, but finds all problems.</summary>
    /// <param name="release">From <see cref="DatasetReleases"/>.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="valid">The number of files with the right checksum.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>One exception for each file that is missing, changed or damaged.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was canceled.</exception>
    public static IReadOnlyList<DataException> FindProblems(
        DatasetRelease release,
        string folder,
        out int valid,
        CancellationToken ct = default)
    {
        valid = 0;
        try
        {
            if (!File.Exists(Path.Combine(folder, Sha256Sums.FileName)))
                return FindPublishedProblems(release, folder, out valid, ct);
            CheckContents(release, folder);
            return Sha256Sums.FindProblems(folder, out valid, ct);
        }
        catch (DataException problem)
        {
            return [problem];
        }
    }

    private static List<DataException> FindPublishedProblems(DatasetRelease release, string folder, out int valid, CancellationToken ct)
    {
        List<DataException> problems = [];
        valid = 0;
        foreach (RemoteFile file in release.Files)
        {
            ct.ThrowIfCancellationRequested();
            string path = Path.Combine(folder, file.Name);
            if (file.IsArchive || file.Md5 is null || !File.Exists(path))
                continue;
            try
            {
                string sum = FileDownload.ComputeMd5(path);
                if (sum == file.Md5)
                    valid++;
                else
                    problems.Add(new DataException(path, $"expected the published MD5 {file.Md5}, got {sum}",
                        "Get the data set again: the file was changed, damaged or packed anew."));
            }
            catch (DataException unreadable)
            {
                problems.Add(unreadable);
            }
        }
        return problems;
    }

    private static void CheckFree(string folder)
    {
        if (File.Exists(folder))
            throw new DataException(folder, "expected a new or empty folder, got a file", "Remove it, or choose another.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new DataException(folder, "expected a new or empty folder, got one with files", "Remove it, or choose another.");
    }

    private static async Task FetchAsync(DatasetRelease release, string folder, string unfinished, DownloadOptions options,
        IProgress<DownloadProgress>? progress, CancellationToken ct)
    {
        string unpacked = Path.Combine(unfinished, "unpacked");
        if (Directory.Exists(unpacked))
            Directory.Delete(unpacked, recursive: true);
        foreach (RemoteFile file in release.Files)
        {
            string path = await new FileDownload(file, unfinished, options, progress).RunAsync(ct).ConfigureAwait(false);
            ct.ThrowIfCancellationRequested();
            progress?.Report(new DownloadProgress(file.Name, 0, null) { Unpacking = true });
            if (file.IsArchive)
                Unpack(file, path, unpacked);
            else
                CopyTo(path, unpacked);
        }
        string result = release.InnerFolder is { } inner && Directory.Exists(Path.Combine(unpacked, inner)) ? Path.Combine(unpacked, inner)
            : unpacked;
        CheckContents(release, result);
        Sha256Sums.Write(result);
        // The folder gets its name when its content has reached the disk: after a power failure it is complete or not there.
        DurableFile.FlushTree(result);
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(result, folder);
        DurableFile.FlushFolder(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Every archive is unpacked into a new folder, then merged with those before it.</summary>
    private static void Unpack(RemoteFile file, string archive, string folder)
    {
        try
        {
            Unpack(archive, folder);
        }
        catch (DataException damage) when (damage.File == archive && file.Md5 is null)
        {
            // Nothing else says that the file on disk is not the right one: the next call has to fetch it again.
            File.Delete(archive);
            throw;
        }
    }

    private static void Unpack(string archive, string folder)
    {
        string own = archive + ".unpacked";
        if (Directory.Exists(own))
            Directory.Delete(own, recursive: true);
        if (archive.EndsWith(".zip", StringComparison.Ordinal))
            ZipExtractor.Extract(archive, own, new ArchiveLimits());
        else
            TarExtractor.Extract(archive, own, new ArchiveLimits());
        if (Directory.Exists(folder))
            FolderMerge.Into(folder, own, archive);
        else
            Directory.Move(own, folder);
    }

    /// <summary>Copies, so that the complete file need not be fetched again if the next one fails.</summary>
    private static void CopyTo(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static void CheckContents(DatasetRelease release, string folder)
    {
        foreach (string name in release.Contents)
            if (!Path.Exists(Path.Combine(folder, name)))
                throw new DataException(folder, $"expected '{name}' in the data set {release.Name}, got no such entry",
                    "Get the data set again.");
    }

    private static FileStream Lock(string folder)
    {
        string path = Path.Combine(folder, "lock");
        OwnFile.RefuseLink(path);
        try
        {
            return OwnFile.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataException(
                folder,
                "expected no other download into this folder, got a lock by another process",
                "Wait until it is done.",
                inner: e);
        }
    }
}
