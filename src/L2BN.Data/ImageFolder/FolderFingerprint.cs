using System.Buffers.Binary;
using System.Security.Cryptography;
using L2BN.Data.Files;
using L2BN.Data.Images;
using L2BN.Data.Splits;

namespace L2BN.Data.ImageFolder;

/// <summary>Hashes an image folder: for each split the relative names, classes and contents of its files.</summary>
internal static class FolderFingerprint
{
    /// <summary>Above this total, lengths are hashed instead of contents: reading a terabyte takes too long at the start of a
    /// run.</summary>
    internal const long MaxContentBytes = 2L << 30;

    internal static string Compute(string root, FolderLayout layout, int side)
    {
        long[] lengths = [.. layout.Splits.SelectMany(split => split.Files).Select(file => LengthOf(file.Path))];
        bool whole = lengths.Sum() <= MaxContentBytes;
        using var hash = new Fingerprint();
        hash.Add("image-folder").Add([side]);
        foreach (FolderSplit split in layout.Splits)
            Add(hash, root, split, whole);
        return hash.Finish();
    }

    private static void Add(Fingerprint hash, string root, FolderSplit split, bool whole)
    {
        byte[][] digests = new byte[split.Files.Count][];
        Parallelism.For(digests.Length, i => digests[i] = whole ? Contents(split.Files[i].Path) : Length(split.Files[i].Path));
        hash.Add(string.Join('\n', split.Classes)).Add([split.Files.Count]);
        for (int i = 0; i < digests.Length; i++)
            hash.Add(Path.GetRelativePath(root, split.Files[i].Path).Replace('\\', '/')).Add([split.Files[i].Label]).Add(digests[i]);
    }

    private static byte[] Contents(string path) => SHA256.HashData(RegularFile.ReadAllBytes(path, ImageLimits.FileBytes));

    private static byte[] Length(string path)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, LengthOf(path));
        return length;
    }

    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(path, e);
        }
    }
}
