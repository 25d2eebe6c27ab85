namespace L2BN.Data.Images.Jpeg;

/// <summary>The typical Huffman tables of ITU-T T.81, annex K.3: 0 for brightness, 1 for color differences.</summary>
internal static class StandardHuffman
{
    private static readonly byte[] s_dcSymbols = [.. Enumerable.Range(0, 12).Select(size => (byte)size)];

    private static readonly HuffmanTable[] s_dc =
    [
        Create([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], s_dcSymbols),
        Create([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], s_dcSymbols),
    ];

    private static readonly HuffmanTable[] s_ac =
    [
        Create([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D], Convert.FromHexString(
            "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A"
            + "434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AA"
            + "B2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA")),
        Create([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77], Convert.FromHexString(
            "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F11718191A262728292A35363738393A"
            + "434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7A8A9"
            + "AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA")),
    ];

    /// <summary>The DC table of a number; null beyond 1.</summary>
    internal static HuffmanTable? Dc(int index) => s_dc.ElementAtOrDefault(index);

    /// <summary>The AC table of a number; null beyond 1.</summary>
    internal static HuffmanTable? Ac(int index) => s_ac.ElementAtOrDefault(index);

    private static HuffmanTable Create(ReadOnlySpan<byte> counts, byte[] symbols) => HuffmanTable.TryCreate(counts, symbols)!;
}
