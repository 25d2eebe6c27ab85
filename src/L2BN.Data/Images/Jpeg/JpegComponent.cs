namespace L2BN.Data.Images.Jpeg;

/// <summary>One color component of a JPEG frame: its blocks of coefficients, later its samples.</summary>
internal sealed class JpegComponent
{
    /// <param name="id">Its number in the file.</param>
    /// <param name="horizontal">Horizontal sampling factor, 1 to 4.</param>
    /// <param name="vertical">Vertical sampling factor, 1 to 4.</param>
    /// <param name="tableIndex">Which quantization table it uses, 0 to 3.</param>
    internal JpegComponent(int id, int horizontal, int vertical, int tableIndex) =>
        (Id, Horizontal, Vertical, TableIndex) = (id, horizontal, vertical, tableIndex);

    internal int Id { get; }

    internal int Horizontal { get; }

    internal int Vertical { get; }

    internal int TableIndex { get; }

    /// <summary>Samples in a row and in a column that belong to the image.</summary>
    internal (int Width, int Height) Size { get; private set; }

    /// <summary>Blocks that contain those samples.</summary>
    internal (int Columns, int Rows) Blocks { get; private set; }

    /// <summary>Blocks in a row of memory: whole MCUs of the interleaved order.</summary>
    internal int Stride { get; private set; }

    internal int StoredRows { get; private set; }

    /// <summary>64 coefficients for each stored block, in natural order.</summary>
    internal short[] Coefficients { get; private set; } = [];

    /// <summary>The table in force when the component's first scan began; null before.</summary>
    internal ushort[]? Quantization { get; set; }

    /// <summary>Of the DC coefficient, from block to block.</summary>
    internal int Prediction { get; set; }

    internal void Measure(JpegFrame frame)
    {
        Size = (DivideUp(frame.Width * Horizontal, frame.MaxHorizontal), DivideUp(frame.Height * Vertical, frame.MaxVertical));
        Blocks = (DivideUp(Size.Width, 8), DivideUp(Size.Height, 8));
        (Stride, StoredRows) = (frame.Mcus.Columns * Horizontal, frame.Mcus.Rows * Vertical);
    }

    internal void Allocate() => Coefficients = new short[checked(Stride * StoredRows * 64)];

    internal Span<short> Block(int row, int column) => Coefficients.AsSpan((row * Stride + column) * 64, 64);

    private static int DivideUp(int a, int b) => (a + b - 1) / b;
}
