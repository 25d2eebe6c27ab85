namespace L2BN.Data.Images.Resizing;

/// <summary>Resizes an image to a square: the shorter side to its size, the longer side cropped about its center; bilinear with
/// antialiasing,
/// as torchvision.</summary>
internal static class SquareResizer
{
    /// <param name="image">Any size.</param>
    /// <param name="side">Pixels per side of the result.</param>
    /// <param name="destination">3 × side × side bytes, channels first.</param>
    internal static void Resize(RgbImage image, int side, Span<byte> destination)
    {
        if (image.Width == side && image.Height == side)
        {
            SeparateChannels(image.Pixels, destination);
            return;
        }
        int shorter = Math.Min(image.Width, image.Height);
        int width = (int)((long)side * image.Width / shorter), height = (int)((long)side * image.Height / shorter);
        var rows = new ResampleWeights(image.Height, height, CropStart(height, side), side);
        var columns = new ResampleWeights(image.Width, width, CropStart(width, side), side);
        (int start, int end) = rows.Reach;
        byte[] narrow = new byte[checked((end - start) * side * 3)];
        for (int y = start; y < end; y++)
            ResizeRow(image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3), columns, narrow.AsSpan((y - start) * side * 3, side * 3));
        ResizeColumns(narrow, start, rows, side, destination);
    }

    private static void SeparateChannels(ReadOnlySpan<byte> rgb, Span<byte> destination)
    {
        int plane = rgb.Length / 3;
        for (int i = 0; i < plane; i++)
            (destination[i], destination[plane + i], destination[2 * plane + i]) = (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    }

    /// <summary>Halves are rounded to even, as Python does.</summary>
    private static int CropStart(int length, int side) => (int)Math.Round((length - side) / 2.0, MidpointRounding.ToEven);

    private static void ResizeRow(ReadOnlySpan<byte> row, ResampleWeights columns, Span<byte> result)
    {
        for (int x = 0; x < columns.Count; x++)
        {
            int red = 1 << (ResampleWeights.Precision - 1), green = red, blue = red, at = 3 * columns.First(x);
            foreach (int weight in columns.Weights(x))
            {
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
                at += 3;
            }
            (result[3 * x], result[3 * x + 1], result[3 * x + 2]) = (Clip(red), Clip(green), Clip(blue));
        }
    }

    private static void ResizeColumns(ReadOnlySpan<byte> narrow, int start, ResampleWeights rows, int side, Span<byte> destination)
    {
        Span<int> sums = new int[side * 3];
        for (int y = 0; y < side; y++)
        {
            sums.Fill(1 << (ResampleWeights.Precision - 1));
            int at = (rows.First(y) - start) * side * 3;
            foreach (int weight in rows.Weights(y))
            {
                ReadOnlySpan<byte> row = narrow.Slice(at, sums.Length);
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += weight * row[i];
                at += sums.Length;
            }
            for (int i = 0; i < sums.Length; i++)
                destination[i % 3 * side * side + y * side + i / 3] = Clip(sums[i]);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.Precision, 0, 255);
}
