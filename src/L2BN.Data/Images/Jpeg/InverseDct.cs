namespace L2BN.Data.Images.Jpeg;

/// <summary>The inverse discrete cosine transform of a block, after Loeffler, Ligtenberg and Moschytz 1989, in integers.</summary>
/// <remarks>Step by step the arithmetic of libjpeg's <c>jidctint.c</c>, its default, so that the samples are the same.</remarks>
internal static class InverseDct
{
    private const int ConstBits = 13, PassBits = 2;
    private const int C0_298 = 2446, C0_390 = 3196, C0_541 = 4433, C0_765 = 6270, C0_899 = 7373, C1_175 = 9633;
    private const int C1_501 = 12299, C1_847 = 15137, C1_961 = 16069, C2_053 = 16819, C2_562 = 20995, C3_072 = 25172;

    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="quantization">64 factors in natural order.</param>
    /// <param name="samples">Destination, from the block's first sample.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    internal static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[64];
        if (!block[1..].ContainsAnyExcept((short)0))
        {
            FillFlat(block[0] * quantization[0], samples, stride);
            return;
        }
        for (int x = 0; x < 8; x++)
            Column(block[x..], quantization[x..], work[x..]);
        for (int y = 0; y < 8; y++)
            Row(work.Slice(8 * y, 8), samples.Slice(y * stride, 8));
    }

    private static void FillFlat(int dc, Span<byte> samples, int stride)
    {
        byte value = Clamp(Descale(dc << PassBits, PassBits + 3));
        for (int y = 0; y < 8; y++)
            samples.Slice(y * stride, 8).Fill(value);
    }

    private static void Column(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<int> work)
    {
        int i0 = block[0] * quantization[0], i1 = block[8] * quantization[8];
        int i2 = block[16] * quantization[16], i3 = block[24] * quantization[24];
        int i4 = block[32] * quantization[32], i5 = block[40] * quantization[40];
        int i6 = block[48] * quantization[48], i7 = block[56] * quantization[56];
        if ((i1 | i2 | i3 | i4 | i5 | i6 | i7) == 0)
        {
            for (int y = 0; y < 8; y++)
                work[8 * y] = i0 << PassBits;
            return;
        }
        (int e0, int e1, int e2, int e3) = Even(i0, i2, i4, i6);
        (int o0, int o1, int o2, int o3) = Odd(i7, i5, i3, i1);
        const int shift = ConstBits - PassBits;
        (work[0], work[56]) = (Descale(e0 + o3, shift), Descale(e0 - o3, shift));
        (work[8], work[48]) = (Descale(e1 + o2, shift), Descale(e1 - o2, shift));
        (work[16], work[40]) = (Descale(e2 + o1, shift), Descale(e2 - o1, shift));
        (work[24], work[32]) = (Descale(e3 + o0, shift), Descale(e3 - o0, shift));
    }

    private static void Row(ReadOnlySpan<int> w, Span<byte> samples)
    {
        (int e0, int e1, int e2, int e3) = Even(w[0], w[2], w[4], w[6]);
        (int o0, int o1, int o2, int o3) = Odd(w[7], w[5], w[3], w[1]);
        const int shift = ConstBits + PassBits + 3;
        (samples[0], samples[7]) = (Clamp(Descale(e0 + o3, shift)), Clamp(Descale(e0 - o3, shift)));
        (samples[1], samples[6]) = (Clamp(Descale(e1 + o2, shift)), Clamp(Descale(e1 - o2, shift)));
        (samples[2], samples[5]) = (Clamp(Descale(e2 + o1, shift)), Clamp(Descale(e2 - o1, shift)));
        (samples[3], samples[4]) = (Clamp(Descale(e3 + o0, shift)), Clamp(Descale(e3 - o0, shift)));
    }

    private static (int E0, int E1, int E2, int E3) Even(int i0, int i2, int i4, int i6)
    {
        int z1 = (i2 + i6) * C0_541;
        int t2 = z1 - i6 * C1_847, t3 = z1 + i2 * C0_765;
        int t0 = (i0 + i4) << ConstBits, t1 = (i0 - i4) << ConstBits;
        return (t0 + t3, t1 + t2, t1 - t2, t0 - t3);
    }

    private static (int O0, int O1, int O2, int O3) Odd(int t0, int t1, int t2, int t3)
    {
        int z1 = t0 + t3, z2 = t1 + t2, z3 = t0 + t2, z4 = t1 + t3, z5 = (z3 + z4) * C1_175;
        (z1, z2, z3, z4) = (-z1 * C0_899, -z2 * C2_562, z5 - z3 * C1_961, z5 - z4 * C0_390);
        return (t0 * C0_298 + z1 + z3, t1 * C2_053 + z2 + z4, t2 * C3_072 + z2 + z3, t3 * C1_501 + z1 + z4);
    }

    private static int Descale(int value, int shift) => (value + (1 << (shift - 1))) >> shift;

    private static byte Clamp(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
