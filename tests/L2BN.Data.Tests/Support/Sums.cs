using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace L2BN.Data.Tests.Support;

internal static class Sums
{
    [SuppressMessage("Security", "CA5351", Justification = "The checksum that data sets publish.")]
    internal static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
}
