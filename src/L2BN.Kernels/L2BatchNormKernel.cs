using L2BN.Kernels.Steps;

namespace L2BN.Kernels;

/// <summary>
/// y = act(γ_c·(z − μ_c)/√(σ²_c + eps) + β_c + residual), z_i = τ·x_i/max(‖x_i‖, norm_eps): L2BN (arXiv 2207.02625) fused into two
/// passes over memory in each direction. Effectively computes
/// <code>
/// z = every sample of x, scaled to length τ
/// y = every channel of z, brought to mean 0 and variance 1, times weight plus bias
/// y = act(y + residual)
/// </code>
/// but from per-plane means and centred sums of squares, without storing z or any mask. Statistics and coefficients are computed in
/// double, and blocks are cut by shape, so results do not depend on the number of threads. Element types: float and double.
/// A sample whose norm is below norm_eps (a zero sample too) is scaled by τ/norm_eps, has no gradient, and is counted. NaN and
/// infinities reach the samples they came from and the statistics of the channels, and never throw. Gradients overwrite.
/// </summary>
public static unsafe partial class L2BatchNormKernel
{
    /// <summary>Sets the pointers into the block of saved statistics.</summary>
    private static void Bind<T>(ref Problem<T> p, double* saved, double* planes)
        where T : unmanaged
    {
        p.Scale = saved;
        p.Unit = saved + p.Samples;
        p.Live = saved + (2 * p.Samples);
        p.InverseScale = saved + (3 * p.Samples);
        saved += 4 * p.Samples;
        p.Mean = saved;
        p.Inverse = saved + p.Channels;
        p.Weight = saved + (2 * p.Channels);
        p.Bias = saved + (3 * p.Channels);
        p.PlaneMean = planes;
        p.PlaneSquares = planes + ((nint)p.Samples * p.Channels);
    }

    private static void Check<T>(in NormOptions options, WorkerPool pool)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            ThrowHelper.ElementType(typeof(T));
        ArgumentNullException.ThrowIfNull(pool);
        options.Validate();
    }
}
