using L2BN.Data.Files;
using L2BN.Data.Images;

namespace L2BN.Data.Cifar;

/// <summary>Reads CIFAR's binary files: records of one or two label bytes, then 1024 red, 1024 green and 1024 blue bytes, row by
/// row.</summary>
/// <remarks>Source: the description on the data sets' home page (Krizhevsky).</remarks>
internal static class CifarReader
{
    /// <summary>The largest official file is 154 MB.</summary>
    private const long Limit = 200L << 20;

    /// <summary>Reads the files one after the other, as one.</summary>
    internal static ByteImages Read(CifarFormat format, string name, IReadOnlyList<string> paths)
    {
        byte[][] files = [.. paths.Select(path => RegularFile.ReadAllBytes(path, Limit))];
        for (int i = 0; i < files.Length; i++)
            CheckLength(format, paths[i], files[i]);
        RefuseDuplicates(paths, files);
        int count = files.Sum(file => file.Length / format.RecordBytes);
        byte[] pixels = new byte[checked((long)count * CifarFormat.PixelBytes)], labels = new byte[count];
        int next = 0;
        for (int i = 0; i < files.Length; i++)
            for (int start = 0; start < files[i].Length; start += format.RecordBytes)
                Copy(format, paths[i], files[i], start, pixels, labels, next++);
        return new ByteImages(name, format.Classes, new SampleShape(3, 32, 32), pixels, labels);
    }

    private static void Copy(CifarFormat format, string path, byte[] file, int start, byte[] pixels, byte[] labels, int index)
    {
        int labelBytes = format.LabelLimits.Length;
        for (int i = 0; i < labelBytes; i++)
            if (file[start + i] >= format.LabelLimits[i])
                throw WrongLabel(format, path, file, start + i, format.LabelLimits[i]);
        labels[index] = file[start + labelBytes - 1];
        file.AsSpan(start + labelBytes, CifarFormat.PixelBytes).CopyTo(pixels.AsSpan(index * CifarFormat.PixelBytes));
    }

    private static void CheckLength(CifarFormat format, string path, byte[] file)
    {
        if (file.Length % format.RecordBytes == 0)
            return;
        throw new DataException(path, $"expected whole records of {format.RecordBytes} bytes, "
            + $"got {file.Length:N0} bytes, {file.Length % format.RecordBytes} too many",
            $"The file is cut short, or is not of {format.Name}.", file.Length);
    }

    private static void RefuseDuplicates(IReadOnlyList<string> paths, byte[][] files)
    {
        for (int i = 0; i < files.Length; i++)
            for (int j = 0; j < i; j++)
                if (files[i].AsSpan().SequenceEqual(files[j]))
                    throw new DataException(paths[i], $"expected other images than in {Path.GetFileName(paths[j])}, got the same",
                        "Unpack the official archive again.");
    }

    private static DataException WrongLabel(CifarFormat format, string path, byte[] file, int offset, int limit) =>
        new(path, $"expected a label from 0 to {limit - 1}, got {file[offset]} in record {offset / format.RecordBytes}",
            $"The file is damaged, or is not of {format.Name}.", offset);
}
