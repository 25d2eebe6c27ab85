using System.Numerics;

namespace L2BN.Data.Audio;

/// <summary>Turns complex spectra into magnitudes to some power, in place of their real parts.</summary>
internal readonly struct SpectralPower
{
    private readonly double _power;

    internal SpectralPower(double power)
    {
        if (!(power > 0 && double.IsFinite(power)))
            throw new ArgumentOutOfRangeException(nameof(power), power, "Expected a finite exponent above 0.");
        _power = power;
    }

    internal void Apply(Span<Vector<double>> re, Span<Vector<double>> im)
    {
        for (int k = 0; k < re.Length; k++) re[k] = re[k] * re[k] + im[k] * im[k];
        if (_power == 2) return;
        for (int k = 0; k < re.Length; k++) re[k] = _power == 1 ? Vector.SquareRoot(re[k]) : Raised(re[k]);
    }

    private Vector<double> Raised(Vector<double> squared)
    {
        Span<double> lanes = stackalloc double[Vector<double>.Count];
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = Math.Pow(squared[lane], _power / 2);
        return new Vector<double>(lanes);
    }
}
