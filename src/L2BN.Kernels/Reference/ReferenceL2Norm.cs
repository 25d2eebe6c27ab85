namespace L2BN.Kernels.Reference;

/// <summary>Every sample gets the length τ: z = τ·x / max(‖x‖, norm_eps). Slow, obvious, in double: a specification.</summary>
internal static class ReferenceL2Norm
{
    public static double[] Forward(double[] x, int samples, double tau, double normEps)
    {
        double[] z = new double[x.Length];
        for (int i = 0; i < samples; i++)
        {
            double norm = Math.Max(Norm(Sample(x, samples, i)), normEps);
            ReadOnlySpan<double> source = Sample(x, samples, i);
            Span<double> target = Sample(z, samples, i);
            for (int d = 0; d < source.Length; d++)
                target[d] = norm == 0 ? 0 : tau * (source[d] / norm);
        }

        return z;
    }

    /// <summary>dx = τ/‖x‖·(dz − x·⟨x, dz⟩/‖x‖²); zero for a sample whose norm is below norm_eps (a difference to F.normalize by
    /// design: its gradient there is τ/norm_eps·dz, which destroys a network in one step).</summary>
    public static double[] Backward(double[] x, double[] dz, int samples, double tau, double normEps)
    {
        double[] dx = new double[x.Length];
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<double> source = Sample(x, samples, i), gradient = Sample(dz, samples, i);
            double norm = Norm(source);
            if (norm < normEps || norm == 0)
                continue;
            double radial = 0;
            for (int d = 0; d < source.Length; d++)
                radial += source[d] / norm * gradient[d];
            Span<double> target = Sample(dx, samples, i);
            for (int d = 0; d < source.Length; d++)
                target[d] = tau / norm * (gradient[d] - (source[d] / norm * radial));
        }

        return dx;
    }

    public static int CountSmall(double[] x, int samples, double normEps)
    {
        int count = 0;
        for (int i = 0; i < samples; i++)
        {
            double norm = Norm(Sample(x, samples, i));
            count += norm < normEps || norm == 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The largest magnitude is taken out first, so that no square overflows or underflows.</summary>
    private static double Norm(ReadOnlySpan<double> x)
    {
        double largest = 0;
        foreach (double value in x)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        double sum = 0;
        foreach (double value in x)
            sum += value / largest * (value / largest);
        return largest * Math.Sqrt(sum);
    }

    private static Span<double> Sample(double[] x, int samples, int i) => x.AsSpan(i * (x.Length / samples), x.Length / samples);
}
