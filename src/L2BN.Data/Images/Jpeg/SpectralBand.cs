namespace L2BN.Data.Images.Jpeg;

/// <summary>Which coefficients of a block a scan contains, and which of their bits (T.81, G.1.1.1).</summary>
/// <param name="First">Position in zigzag order of the first coefficient.</param>
/// <param name="Last">Position of the last one.</param>
/// <param name="Refines">True where the scan adds one bit to coefficients of an earlier scan.</param>
/// <param name="Shift">Position of the lowest bit in the scan.</param>
/// <param name="Progressive">False for the one band of baseline, which contains all coefficients.</param>
internal readonly record struct SpectralBand(int First, int Last, bool Refines, int Shift, bool Progressive)
{
    internal static SpectralBand Parse(ImageSource source, JpegSegment segment, ReadOnlySpan<byte> data, bool progressive, int components)
    {
        int first = data[0], last = data[1], high = data[2] >> 4, low = data[2] & 15;
        if (!progressive)
            return new SpectralBand(0, 63, false, 0, false);
        bool band = first == 0 ? last == 0 : last >= first && last < 64 && components == 1;
        bool bits = low <= 13 && (high == 0 || high == low + 1);
        if (!band || !bits)
            throw source.Refuse($"a scan contains coefficients {first} to {last}, bits {high} to {low}, of {components} components, "
                + "which progressive JPEG does not allow", segment.Offset);
        return new SpectralBand(first, last, high != 0, low, true);
    }
}
