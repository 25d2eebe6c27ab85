namespace L2BN.Data;

/// <summary>The first four bytes of an IDX file: 0, 0, type code, rank.</summary>
internal static class IdxMagic
{
    internal static void Check(ReadOnlySpan<byte> magic, int rank, string file, int type)
    {
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataException(file, $"expected an IDX file, which starts with two zero bytes, came {magic[0]:x2} {magic[1]:x2}",
                "Give the original IDX file, plain or gzip.", 0);
        if (magic[2] != type)
            throw new DataException(file, $"expected IDX type 0x08 (unsigned byte), came 0x{magic[2]:X2} ({TypeName(magic[2])})",
                "Only images and labels of bytes are read.", 2);
        if (magic[3] != rank)
            throw new DataException(file, $"expected {Kind(rank)}, came {Kind(magic[3])}",
                magic[3] is 1 or 3 ? "The image and label files seem to be swapped." : null, 3);
    }

    private static string Kind(int rank) => rank switch
    {
        1 => "rank 1 (labels)",
        3 => "rank 3 (images)",
        _ => $"rank {rank}",
    };

    private static string TypeName(byte type) => type switch
    {
        0x08 => "unsigned byte",
        0x09 => "signed byte",
        0x0B => "int16",
        0x0C => "int32",
        0x0D => "float32",
        0x0E => "float64",
        _ => "not an IDX type",
    };
}
