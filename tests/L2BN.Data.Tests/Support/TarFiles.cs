using System.Text;

namespace L2BN.Data.Tests.Support;

/// <summary>Tar archives made for tests, right and wrong.</summary>
internal static class TarFiles
{
    internal static byte[] Archive(params IEnumerable<byte[]> entries) => [.. entries.SelectMany(entry => entry), .. new byte[1024]];

    internal static byte[] File(string name, string content = "content") => Entry(name, '0', Encoding.UTF8.GetBytes(content));

    internal static byte[] Folder(string name) => Entry(name, '5', []);

    internal static byte[] Link(string name, string target, char kind) => Entry(name, kind, [], target: target);

    /// <summary>A pax header that changes the next entry.</summary>
    internal static byte[] Pax(string key, string value)
    {
        string record = $" {key}={value}\n";
        int length = Encoding.UTF8.GetByteCount(record) + 1;
        while ($"{length}".Length + Encoding.UTF8.GetByteCount(record) != length)
            length++;
        return Entry("pax", 'x', Encoding.UTF8.GetBytes(length + record));
    }

    internal static byte[] Entry(string name, char kind, byte[] content, string? size = null, string target = "")
    {
        byte[] header = new byte[512];
        Encoding.UTF8.GetBytes(name).AsSpan()[..Math.Min(100, Encoding.UTF8.GetByteCount(name))].CopyTo(header);
        Write(header, 100, "0000644\0");
        Write(header, 124, size ?? Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0");
        Write(header, 136, "00000000000\0");
        header[156] = (byte)kind;
        Write(header, 157, target);
        Write(header, 257, "ustar\0" + "00");
        header.AsSpan(148, 8).Fill((byte)' ');
        Write(header, 148, Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
        return [.. header, .. content, .. new byte[-content.Length & 511]];
    }

    private static void Write(byte[] header, int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(header, at);
}
