using System.Buffers.Binary;

namespace L2BN.Formats.Safetensors;

/// <summary>
/// Reads a safetensors file (github.com/huggingface/safetensors: eight bytes of header length, a JSON header, the tensors' bytes without
/// gaps). Everything is checked before anything is allocated for it; nothing in a file is executed.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly long _start;
    private readonly Dictionary<string, TensorEntry> _byName;

    private SafetensorsFile(FileStream stream, string path, long start, SafetensorsHeader header)
    {
        (_stream, _path, _start, Entries, Metadata) = (stream, path, start, header.Entries, header.Texts);
        _byName = Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The file's <c>__metadata__</c>; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header. The file must not be changed while it is open.</summary>
    /// <exception cref="FileFormatException">It is missing, unreadable, no regular file, or breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream stream = OpenStream(path);
        try
        {
            byte[] header = ReadHeader(stream, path);
            long start = 8 + header.Length;
            return new SafetensorsFile(stream, path, start, SafetensorsHeader.Parse(path, header, stream.Length - start));
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is IOException)
                throw FileFormatException.Unreadable(path, e);
            throw;
        }
    }

    /// <summary>True where the file has a tensor of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The entry of this name.</summary>
    /// <exception cref="FileFormatException">There is none.</exception>
    public TensorEntry Entry(string name) =>
        _byName.TryGetValue(name, out TensorEntry? entry)
            ? entry
            : throw new FileFormatException(_path, null, $"expected a tensor called '{name}', got none");

    /// <summary>Copies the bytes of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Exactly <see cref="TensorEntry.Bytes"/> bytes.</param>
    /// <exception cref="FileFormatException">There is no such tensor, or the file cannot be read.</exception>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public void Read(string name, Span<byte> destination)
    {
        TensorEntry entry = Entry(name);
        if (destination.Length != entry.Bytes)
            throw new ArgumentException(
                $"Expected a destination of the {entry.Bytes} bytes of '{name}', got {destination.Length}.",
                nameof(destination));
        try
        {
            _stream.Position = _start + entry.Begin;
            _stream.ReadExactly(destination);
        }
        catch (IOException e)
        {
            throw FileFormatException.Unreadable(_path, e);
        }
    }

    /// <summary>Checks every byte of a file that was written with a checksum, see <see cref="SafetensorsChecksum"/>.</summary>
    /// <exception cref="FileFormatException">It has no checksum, or a byte was changed, removed or added; or it cannot be read.</exception>
    public void Verify()
    {
        try
        {
            _stream.Position = 0;
            SafetensorsChecksum.Verify(_stream, _path);
        }
        catch (IOException e)
        {
            throw FileFormatException.Unreadable(_path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static FileStream OpenStream(string path)
    {
        try
        {
            return InputFile.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileFormatException.Unreadable(path, e);
        }
    }

    private static byte[] ReadHeader(FileStream stream, string path)
    {
        if (stream.Length < 8)
            throw new FileFormatException(path, 0, $"expected the eight bytes of a header's length, got {stream.Length}");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        if (prefix.SequenceEqual("version "u8))
            throw new FileFormatException(
                path,
                0,
                "expected a safetensors file, got a Git LFS pointer; fetch the file with 'git lfs pull'");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        bool tooLong = length > SafetensorsHeader.MaxBytes || (long)length > stream.Length - 8;
        if (tooLong && ForeignWeights.Recognize(prefix) is { } foreign)
            throw new FileFormatException(path, 0, foreign);
        if (length > SafetensorsHeader.MaxBytes)
            throw new FileFormatException(path, 0, $"expected a header of at most {SafetensorsHeader.MaxBytes} bytes, got {length}");
        if ((long)length > stream.Length - 8)
            throw new FileFormatException(
                path,
                0,
                $"expected a header of {length} bytes, got a file with {stream.Length - 8} after its length");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }
}
