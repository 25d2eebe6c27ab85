namespace L2BN.Data.Tests.Support;

/// <summary>JPEG files made for tests out of golden ones, right and wrong.</summary>
internal static class JpegFiles
{
    internal static byte[] Golden(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "images", name));

    internal static byte[] Segment(byte marker, params byte[] data) =>
        [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    /// <summary>Where the marker FF <paramref name="marker"/> stands for the first time.</summary>
    internal static int Find(byte[] file, byte marker) => file.AsSpan().IndexOf([(byte)0xFF, marker]);

    /// <summary>The file with its first segment of this kind changed.</summary>
    internal static byte[] With(byte[] file, byte marker, Func<byte[], byte[]> change)
    {
        int start = Find(file, marker), end = start + 2 + (file[start + 2] << 8 | file[start + 3]);
        return [.. file[..start], .. change(file[start..end]), .. file[end..]];
    }

    /// <summary>The file without any segment of this kind.</summary>
    internal static byte[] Without(byte[] file, byte marker)
    {
        while (Find(file, marker) >= 0)
            file = With(file, marker, _ => []);
        return file;
    }

    internal static byte[] SetByte(byte[] segment, int at, byte value)
    {
        segment[at] = value;
        return segment;
    }
}
