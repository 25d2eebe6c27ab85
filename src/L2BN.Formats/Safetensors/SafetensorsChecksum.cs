using System.Security.Cryptography;
using System.Text;

namespace L2BN.Formats;

/// <summary>
/// A checksum over a whole safetensors file, kept inside it: the metadata's first text is the SHA-256 of the file with that text's digits
/// set to 0. One file then is its own manifest, and one rename makes both current. Other readers see an ordinary file.
/// </summary>
public static class SafetensorsChecksum
{
    internal const string Key = "sha256";

    private static readonly byte[] s_before = Encoding.UTF8.GetBytes($"{{\"__metadata__\":{{\"{Key}\":\"");
    private static readonly int s_place = 8 + s_before.Length;

    internal static string Blank { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Checks every byte of a file that was written with a seal.</summary>
    /// <exception cref="FileFormatException">It has no seal, or a byte was changed, lost or added; or it cannot be read.</exception>
    public static void Verify(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] start = new byte[s_place + Blank.Length];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan(8, s_before.Length).SequenceEqual(s_before))
                throw new FileFormatException(path, 8, "expected a checksum at the start of its header");
            if (!Digits(start).SequenceEqual(Encoding.ASCII.GetBytes(HashOf(start, stream))))
                throw new FileFormatException(path, null, "its content does not match its checksum: the file is damaged");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException(path, null, $"cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", e);
        }
    }

    internal static void Fill(byte[] start, IEnumerable<TensorData> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start);
        foreach (TensorData tensor in tensors) hash.AppendData(tensor.Data.Span);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()), Digits(start));
    }

    private static Span<byte> Digits(byte[] start) => start.AsSpan(s_place, Blank.Length);

    private static string HashOf(byte[] start, Stream rest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start.AsSpan(0, s_place));
        hash.AppendData(Encoding.ASCII.GetBytes(Blank));
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = rest.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
