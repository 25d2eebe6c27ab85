using System.Buffers.Binary;
using L2BN.Data.Audio;

namespace L2BN.Lab.Screens;

/// <summary>A heat map as a Windows bitmap of 256 greys, the simplest picture that every browser shows.</summary>
internal static class GreyBitmap
{
    private const int HeadBytes = 54;
    private const int Greys = 256;

    public static byte[] Of(HeatMap map)
    {
        int stride = (map.Columns + 3) / 4 * 4;
        byte[] file = new byte[HeadBytes + (4 * Greys) + (stride * map.Rows)];
        WriteHead(file, map);
        for (int grey = 0; grey < Greys; grey++) file.AsSpan(HeadBytes + (4 * grey), 3).Fill((byte)(255 - grey));
        for (int row = 0; row < map.Rows; row++)
            for (int column = 0; column < map.Columns; column++)
                file[HeadBytes + (4 * Greys) + (stride * (map.Rows - 1 - row)) + column] = (byte)(255 * map[row, column]);
        return file;
    }

    private static void WriteHead(Span<byte> file, HeatMap map)
    {
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        (int At, int Value)[] fields = [(2, file.Length), (10, HeadBytes + (4 * Greys)), (14, 40), (18, map.Columns), (22, map.Rows), (26, 1 | (8 << 16)), (46, Greys)];
        foreach (var (at, value) in fields) BinaryPrimitives.WriteInt32LittleEndian(file[at..], value);
    }
}
