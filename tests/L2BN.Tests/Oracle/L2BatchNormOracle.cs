using L2BN.Kernels;

namespace L2BN.Tests.Oracle;

/// <summary>
/// The layer written down a second time, in plain double-precision loops: normalize every sample, batch-normalize every channel,
/// and take the two back by the chain rule, one derivative at a time.
/// </summary>
public sealed class L2BatchNormOracle
{
    private readonly OracleShape _shape;
    private readonly double[] _x;
    private readonly double[] _z;
    private readonly double[] _norms;
    private readonly double _length;
    private readonly double _eps;
    private readonly double _normEps;

    public L2BatchNormOracle(OracleShape shape, double[] x, FeatureScale scale, double eps = 1e-5, double normEps = 1e-12)
    {
        (_shape, _x, _eps, _normEps) = (shape, x, eps, normEps);
        _length = scale == FeatureScale.Unit ? 1 : Math.Sqrt(shape.Dimension);
        _norms = [.. Enumerable.Range(0, shape.N).Select(Norm)];
        _z = [.. x.Select((value, index) => _length * value / Math.Max(_norms[index / shape.Dimension], normEps))];
        Mean = [.. Enumerable.Range(0, shape.C).Select(c => Channel(c).Average(i => _z[i]))];
        Variance = [.. Enumerable.Range(0, shape.C).Select(c => Channel(c).Average(i => (_z[i] - Mean[c]) * (_z[i] - Mean[c])))];
    }

    public double[] Mean { get; }

    /// <summary>Biased.</summary>
    public double[] Variance { get; }

    public double[] UnbiasedVariance => [.. Variance.Select(v => v * PerChannel / (PerChannel - 1))];

    private int PerChannel => _shape.N * _shape.S;

    public double[] Forward(double[] weight, double[] bias, double[]? mean = null, double[]? variance = null)
    {
        double[] y = new double[_shape.Total];
        for (int c = 0; c < _shape.C; c++)
            foreach (int i in Channel(c))
                y[i] = (weight[c] * (_z[i] - (mean ?? Mean)[c]) / Math.Sqrt((variance ?? Variance)[c] + _eps)) + bias[c];
        return y;
    }

    public OracleGradients BackwardTraining(double[] g, double[] weight)
    {
        (double[] dz, double[] dw, double[] db) = (new double[_shape.Total], new double[_shape.C], new double[_shape.C]);
        for (int c = 0; c < _shape.C; c++)
        {
            double deviation = Math.Sqrt(Variance[c] + _eps);
            int[] channel = [.. Channel(c)];
            dw[c] = channel.Sum(i => g[i] * (_z[i] - Mean[c]) / deviation);
            db[c] = channel.Sum(i => g[i]);
            double dVariance = channel.Sum(i => g[i] * weight[c] * (_z[i] - Mean[c]) * -0.5 / Math.Pow(deviation, 3));
            double dMean = channel.Sum(i => -g[i] * weight[c] / deviation)
                + (dVariance * channel.Sum(i => -2 * (_z[i] - Mean[c])) / PerChannel);
            foreach (int i in channel)
                dz[i] = (g[i] * weight[c] / deviation) + (dVariance * 2 * (_z[i] - Mean[c]) / PerChannel) + (dMean / PerChannel);
        }

        return new(BackwardNorm(dz), dw, db);
    }

    public OracleGradients BackwardEvaluation(double[] g, double[] weight, double[] mean, double[] variance)
    {
        (double[] dz, double[] dw, double[] db) = (new double[_shape.Total], new double[_shape.C], new double[_shape.C]);
        for (int c = 0; c < _shape.C; c++)
        {
            double deviation = Math.Sqrt(variance[c] + _eps);
            foreach (int i in Channel(c))
            {
                dz[i] = g[i] * weight[c] / deviation;
                dw[c] += g[i] * (_z[i] - mean[c]) / deviation;
                db[c] += g[i];
            }
        }

        return new(BackwardNorm(dz), dw, db);
    }

    /// <summary>d(τ·x/‖x‖): the component of dz parallel to x is removed; below norm_eps all of it.</summary>
    private double[] BackwardNorm(double[] dz)
    {
        double[] dx = new double[_shape.Total];
        for (int n = 0; n < _shape.N; n++)
        {
            if (_norms[n] < _normEps)
                continue;
            int[] sample = [.. Sample(n)];
            double radial = sample.Sum(i => dz[i] * _x[i] / _norms[n]);
            foreach (int i in sample)
                dx[i] = _length / _norms[n] * (dz[i] - (radial * _x[i] / _norms[n]));
        }

        return dx;
    }

    private double Norm(int n)
    {
        double largest = Sample(n).Max(i => Math.Abs(_x[i]));
        return largest == 0 ? 0 : largest * Math.Sqrt(Sample(n).Sum(i => _x[i] / largest * (_x[i] / largest)));
    }

    private IEnumerable<int> Sample(int n) => Enumerable.Range(n * _shape.Dimension, _shape.Dimension);

    private IEnumerable<int> Channel(int c)
    {
        for (int n = 0; n < _shape.N; n++)
            for (int s = 0; s < _shape.S; s++)
                yield return _shape.At(n, c, s);
    }
}
