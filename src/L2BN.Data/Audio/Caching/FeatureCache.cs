namespace L2BN.Data.Audio;

/// <summary>Keeps feature matrices in files named by their key. A file that is missing, torn or foreign is as good as none; for any number
/// of threads and processes.</summary>
internal sealed class FeatureCache
{
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);
    private readonly string _folder;
    private volatile bool _writable = true;

    private FeatureCache(string folder) => _folder = folder;

    /// <summary>Opens or makes the cache, and clears away what writers left that were killed.</summary>
    /// <exception cref="IOException">The folder cannot be made; or <see cref="UnauthorizedAccessException"/>.</exception>
    internal static FeatureCache Open(string folder)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        foreach (var file in temporary.EnumerateFiles().Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > s_abandoned)) file.Delete();
        return new FeatureCache(folder);
    }

    internal FeatureMatrix? Read(string key, int rows, int frames)
    {
        try
        {
            using var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (file.Length != FeatureFile.LengthOf(rows, frames)) return null;
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return FeatureFile.Decode(content, rows, frames);
        }
        catch (Exception e) when (RegularFile.IsFileError(e)) { return null; }
    }

    /// <summary>Writes to a file of its own, then renames it, so that no reader ever sees half a file. After a failure (a full disk)
    /// nothing more is written.</summary>
    internal void Write(string key, FeatureMatrix features)
    {
        if (!_writable) return;
        string temporary = Path.Combine(_folder, "tmp", $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(temporary, FeatureFile.Encode(features));
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            File.Move(temporary, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            _writable = false;
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try { File.Delete(path); }
        catch (Exception e) when (RegularFile.IsFileError(e)) { }
    }

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".mel");
}
