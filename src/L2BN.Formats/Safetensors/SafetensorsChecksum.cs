using System.Security.Cryptography;
using System.Text;

namespace L2BN.Formats.Safetensors;

/// <summary>
/// A checksum over a whole safetensors file, stored in it: the metadata's first text is the SHA-256 of the file with that text's digits
/// set to 0. File and checksum are thus replaced by one rename. Other readers see an ordinary file.
/// </summary>
public static class SafetensorsChecksum
{
    internal const string Key = "sha256";

    private static readonly byte[] s_prefix = Encoding.UTF8.GetBytes($"{{\"__metadata__\":{{\"{Key}\":\"");
    private static readonly int s_digitsOffset = 8 + s_prefix.Length;

    internal static string Blank { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <exception cref="FileFormatException">It has no checksum, or a byte was changed, removed or added.</exception>
    internal static void Verify(Stream stream, string path)
    {
        byte[] start = new byte[s_digitsOffset + Blank.Length];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || !start.AsSpan(8, s_prefix.Length).SequenceEqual(s_prefix))
            throw new FileFormatException(path, 8, "expected a checksum at the start of the header, got none");
        if (!Digits(start).SequenceEqual(Encoding.ASCII.GetBytes(ComputeHash(start, stream))))
            throw new FileFormatException(path, null, "expected the content of its checksum, got another: the file is damaged");
    }

    internal static void Fill(byte[] start, IEnumerable<TensorData> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start);
        foreach (TensorData tensor in tensors)
            hash.AppendData(tensor.Data.Span);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()), Digits(start));
    }

    private static Span<byte> Digits(byte[] start) => start.AsSpan(s_digitsOffset, Blank.Length);

    private static string ComputeHash(byte[] start, Stream rest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start.AsSpan(0, s_digitsOffset));
        hash.AppendData(Encoding.ASCII.GetBytes(Blank));
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = rest.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
