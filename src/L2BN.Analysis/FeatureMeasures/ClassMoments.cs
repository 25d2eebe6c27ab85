using System.Numerics;
using System.Runtime.InteropServices;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// Sums over the samples of one class, of the raw features x and of the unit-length ones s·x, in double and relative to the first sample:
/// tight clusters far from the origin lose no digits, and identical samples leave a spread of exactly 0.
/// </summary>
internal sealed class ClassMoments(int dimension)
{
    private readonly float[] _pivot = new float[dimension];
    private readonly double[] _raw = new double[dimension];
    private readonly double[] _unit = new double[dimension];
    private double _pivotScale, _rawSquares, _unitSquares, _unitNorms;

    public int Count { get; private set; }

    /// <summary>Mean of the squared lengths of the unit features: 1, unless some norm was clamped.</summary>
    public double MeanUnitNorm => _unitNorms / Count;

    /// <summary>Adds one sample; <paramref name="scale"/> makes it unit length.</summary>
    public void Add(ReadOnlySpan<float> x, double scale, double unitNorm)
    {
        if (Count++ == 0)
        {
            x.CopyTo(_pivot);
            _pivotScale = scale;
        }
        _unitNorms += unitNorm;
        Accumulate(x, scale);
    }

    /// <summary>
    /// The mean of the class, written to <paramref name="mean"/>, and its variance: the mean squared distance to that mean.
    /// </summary>
    public double Moments(bool unit, Span<double> mean)
    {
        (double[] sum, double squares, double pivotScale) = unit ? (_unit, _unitSquares, _pivotScale) : (_raw, _rawSquares, 1.0);
        double shift = 0;
        for (int j = 0; j < mean.Length; j++)
        {
            double offset = sum[j] / Count;
            shift += offset * offset;
            mean[j] = (_pivot[j] * pivotScale) + offset;
        }
        return Math.Max(0, (squares / Count) - shift);
    }

    private void Accumulate(ReadOnlySpan<float> x, double scale)
    {
        int lanes = Vector<float>.Count;
        int whole = x.Length - (x.Length % lanes);
        Vector<double> rawSquares = default, unitSquares = default;
        for (int j = 0; j < whole; j += lanes)
        {
            Vector.Widen(new Vector<float>(x[j..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(_pivot, j), out Vector<double> pivotLow, out Vector<double> pivotHigh);
            AddLanes(low, pivotLow, j, scale, ref rawSquares, ref unitSquares);
            AddLanes(high, pivotHigh, j + Vector<double>.Count, scale, ref rawSquares, ref unitSquares);
        }
        _rawSquares += Vector.Sum(rawSquares);
        _unitSquares += Vector.Sum(unitSquares);
        for (int j = whole; j < x.Length; j++)
            AddOne(x[j], j, scale);
    }

    private void AddLanes(
        Vector<double> x, Vector<double> pivot, int at, double scale, ref Vector<double> rawSquares, ref Vector<double> unitSquares)
    {
        Vector<double> raw = x - pivot;
        Vector<double> unit = (x * scale) - (pivot * _pivotScale);
        ref Vector<double> rawSum = ref MemoryMarshal.Cast<double, Vector<double>>(_raw.AsSpan(at))[0];
        ref Vector<double> unitSum = ref MemoryMarshal.Cast<double, Vector<double>>(_unit.AsSpan(at))[0];
        rawSum += raw;
        unitSum += unit;
        rawSquares += raw * raw;
        unitSquares += unit * unit;
    }

    private void AddOne(double x, int at, double scale)
    {
        double raw = x - _pivot[at];
        double unit = (x * scale) - (_pivot[at] * _pivotScale);
        _raw[at] += raw;
        _unit[at] += unit;
        _rawSquares += raw * raw;
        _unitSquares += unit * unit;
    }
}
