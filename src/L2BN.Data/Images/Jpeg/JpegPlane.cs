namespace L2BN.Data.Images.Jpeg;

/// <summary>The samples of one component, upsampled row by row to the size of the image as libjpeg's "fancy" upsampling does.</summary>
internal sealed class JpegPlane
{
    private readonly byte[] _samples;
    private readonly int _stride, _width, _height, _across, _down;
    private readonly byte[] _row;
    private readonly int[] _sums;

    private JpegPlane(ImageSource source, JpegFrame frame, JpegComponent component, byte[] samples)
    {
        if (frame.MaxHorizontal % component.Horizontal != 0 || frame.MaxVertical % component.Vertical != 0)
            throw source.Refuse($"sampling {component.Horizontal}×{component.Vertical} of {frame.MaxHorizontal}×{frame.MaxVertical} "
                + "is not a whole fraction", 0, "Save it as an ordinary JPEG.");
        (_samples, _stride) = (samples, component.Stride * 8);
        (_width, _height) = component.Size;
        (_across, _down) = (frame.MaxHorizontal / component.Horizontal, frame.MaxVertical / component.Vertical);
        _row = new byte[_width * _across];
        _sums = new int[_width];
    }

    internal static JpegPlane Create(ImageSource source, JpegFrame frame, JpegComponent component)
    {
        int stride = component.Stride * 8;
        byte[] samples = GC.AllocateUninitializedArray<byte>(checked(stride * component.StoredRows * 8));
        for (int row = 0; row < component.StoredRows; row++)
            for (int column = 0; column < component.Stride; column++)
                InverseDct.Transform(component.Block(row, column), component.Quantization, samples.AsSpan(row * 8 * stride + column * 8),
                    stride);
        return new JpegPlane(source, frame, component, samples);
    }

    /// <summary>Row <paramref name="y"/> of the image; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Row(int y) => (_across, _down) switch
    {
        (1, 1) => Samples(y),
        (2, 1) when _width > 2 => Across(y),
        (2, 2) when _width > 2 => AcrossAndDown(y),
        (1, 2) => Down(y),
        _ => Repeat(y / _down),
    };

    private ReadOnlySpan<byte> Samples(int row) => _samples.AsSpan(row * _stride, _width);

    /// <summary>The row that is nearest to <paramref name="y"/> after its own: above for even rows, below for odd ones.</summary>
    private ReadOnlySpan<byte> Neighbor(int y) => Samples(Math.Clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, _height - 1));

    private byte[] Repeat(int row)
    {
        ReadOnlySpan<byte> samples = Samples(row);
        for (int x = 0; x < samples.Length; x++)
            _row.AsSpan(x * _across, _across).Fill(samples[x]);
        return _row;
    }

    /// <summary>Two new samples between two old ones: three parts of the nearer and one of the farther.</summary>
    private byte[] Across(int y)
    {
        ReadOnlySpan<byte> s = Samples(y);
        int last = _width - 1;
        (_row[0], _row[1]) = (s[0], (byte)((3 * s[0] + s[1] + 2) >> 2));
        for (int x = 1; x < last; x++)
        {
            int value = 3 * s[x];
            _row[2 * x] = (byte)((value + s[x - 1] + 1) >> 2);
            _row[2 * x + 1] = (byte)((value + s[x + 1] + 2) >> 2);
        }
        (_row[2 * last], _row[2 * last + 1]) = ((byte)((3 * s[last] + s[last - 1] + 1) >> 2), s[last]);
        return _row;
    }

    private byte[] Down(int y)
    {
        ReadOnlySpan<byte> near = Samples(y / 2);
        ReadOnlySpan<byte> far = Neighbor(y);
        int bias = y % 2 == 0 ? 1 : 2;
        for (int x = 0; x < _width; x++)
            _row[x] = (byte)((3 * near[x] + far[x] + bias) >> 2);
        return _row;
    }

    private byte[] AcrossAndDown(int y)
    {
        ReadOnlySpan<byte> near = Samples(y / 2);
        ReadOnlySpan<byte> far = Neighbor(y);
        for (int x = 0; x < _width; x++)
            _sums[x] = 3 * near[x] + far[x];
        int last = _width - 1;
        (_row[0], _row[1]) = ((byte)((4 * _sums[0] + 8) >> 4), (byte)((3 * _sums[0] + _sums[1] + 7) >> 4));
        for (int x = 1; x < last; x++)
        {
            int value = 3 * _sums[x];
            _row[2 * x] = (byte)((value + _sums[x - 1] + 8) >> 4);
            _row[2 * x + 1] = (byte)((value + _sums[x + 1] + 7) >> 4);
        }
        (_row[2 * last], _row[2 * last + 1]) = ((byte)((3 * _sums[last] + _sums[last - 1] + 8) >> 4), (byte)((4 * _sums[last] + 7) >> 4));
        return _row;
    }
}
