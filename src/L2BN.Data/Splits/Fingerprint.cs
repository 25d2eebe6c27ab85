using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using L2BN.Data.Images;

namespace L2BN.Data.Splits;

/// <summary>SHA-256 over parts, each preceded by its length, so that no two lists of parts run together.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Dispose() => _hash.Dispose();

    internal Fingerprint Add(ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
        _hash.AppendData(length);
        _hash.AppendData(part);
        return this;
    }

    internal Fingerprint Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    internal Fingerprint Add(ByteImages images) => Add(images.AllPixels).Add(images.AllLabels);

    internal Fingerprint Add(int[] part) => Add(MemoryMarshal.AsBytes<int>(part));

    internal string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());
}
