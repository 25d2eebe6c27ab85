using System.Buffers;
using L2BN.Data.Files;

namespace L2BN.Data.Archives;

/// <summary>Writes the entries of an archive below one folder, and nowhere else: regular files and folders only, each name once, within
/// limits.</summary>
internal sealed class ArchiveSink
{
    private readonly string _archive, _root;
    private readonly ArchiveLimits _limits;
    private readonly long _mostBytes;
    private readonly HashSet<string> _files = new(StringComparer.OrdinalIgnoreCase);
    private int _entries;
    private long _written;

    /// <param name="archive">The archive, for error messages and the size ratio.</param>
    /// <param name="root">A folder that does not exist yet, so that all its content (links included) is written by this class.</param>
    /// <param name="limits">Limits on what is written.</param>
    internal ArchiveSink(string archive, string root, ArchiveLimits limits)
    {
        (_archive, _root, _limits) = (archive, Path.GetFullPath(root), limits);
        if (Directory.Exists(root) || File.Exists(root))
            throw new DataException(root, "expected to unpack into a new folder, got an existing one", "Remove it.");
        _mostBytes = Math.Min(limits.TotalBytes, (1L << 20) + limits.Ratio * new FileInfo(archive).Length);
        Directory.CreateDirectory(_root);
    }

    /// <summary>Creates the folder <paramref name="name"/> unless it exists.</summary>
    internal void AddFolder(string name, long offset) => Guard(name, offset, path => Directory.CreateDirectory(path));

    /// <summary>Writes the file <paramref name="name"/>, which must have exactly <paramref name="length"/> bytes.</summary>
    internal void AddFile(string name, Stream content, long length, long offset)
    {
        if (length < 0 || length > _mostBytes - _written)
            throw Refuse($"'{name}' of {length:N0} bytes exceeds the {_mostBytes:N0} bytes that this archive may unpack to", offset);
        Guard(name, offset, path =>
        {
            if (!_files.Add(path))
                throw Refuse($"expected each name once (without case), got '{name}' twice", offset);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            Copy(name, content, file, length, offset);
        });
    }

    /// <summary>Counts bytes that are read but not written, such as long names: they count against the limit like files.</summary>
    internal void Count(long bytes, long offset)
    {
        _written += bytes;
        if (_written > _mostBytes)
            throw Refuse($"the archive unpacks to more than {_mostBytes:N0} bytes", offset);
    }

    internal DataException Refuse(string problem, long offset, Exception? inner = null) =>
        new(_archive, problem, "Download it again from its official address: the archive is damaged or not to be trusted.", offset, inner);

    private void Guard(string name, long offset, Action<string> write)
    {
        if (++_entries > _limits.Entries)
            throw Refuse($"expected at most {_limits.Entries:N0} entries, got more", offset);
        if (EntryName.Fault(name) is { } fault)
            throw Refuse($"expected a safe file name, got {fault}", offset);
        string path = Path.GetFullPath(Path.Combine(_root, name.TrimEnd('/')));
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Refuse($"'{name}' leaves the folder", offset);
        try
        {
            write(path);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unwritable(path, e);
        }
    }

    // What cannot be read is the archive's fault, what cannot be written the disk's.
    private int Read(string name, Stream content, byte[] buffer, long offset)
    {
        try
        {
            return content.Read(buffer, 0, buffer.Length);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Refuse($"'{name}' cannot be read ({e.Message.TrimEnd('.')})", offset, e);
        }
    }

    private void Copy(string name, Stream content, FileStream file, long length, long offset)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        long left = length;
        while (true)
        {
            int read = Read(name, content, buffer, offset);
            if (read == 0)
                break;
            if ((left -= read) < 0)
                throw Refuse($"'{name}' has more than the {length:N0} bytes it claims", offset);
            file.Write(buffer, 0, read);
            _written += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        file.Flush();
        if (left > 0)
            throw Refuse($"'{name}' has {length - left:N0} bytes, not the {length:N0} it claims", offset);
    }
}

/// <summary>Limits on what an archive may unpack to.</summary>
internal sealed record ArchiveLimits
{
    /// <summary>Bytes of all files together. Default 8 GiB.</summary>
    internal long TotalBytes { get; init; } = 8L << 30;

    /// <summary>Files and folders. Default 200,000; the largest data set in the list has 2,003.</summary>
    internal int Entries { get; init; } = 200_000;

    /// <summary>Bytes written for each byte of the archive, beyond the first mebibyte. Default 100.</summary>
    internal int Ratio { get; init; } = 100;
}
