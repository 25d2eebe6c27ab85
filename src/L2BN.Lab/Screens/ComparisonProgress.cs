using System.Diagnostics;
using L2BN.Experiments;

namespace L2BN.Lab.Screens;

/// <summary>How far a comparison is, and how long the rest will take at the pace so far.</summary>
internal sealed class ComparisonProgress(int epochs)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _count = 1;
    private double _withinRun;

    public Arm? Arm { get; private set; }

    public int Seed { get; private set; }

    public int Index { get; private set; }

    public double Fraction => (Index + _withinRun) / _count;

    public string Position => $"run {Index + 1}/{_count}";

    public string Left => Fraction < 0.005 ? "estimating" : Duration.Text(_clock.Elapsed * ((1 - Fraction) / Fraction)) + " left";

    public void Start(Arm arm, int seed, int index, int count) => (Arm, Seed, Index, _count, _withinRun) = (arm, seed, index, count, 0);

    public void Step(long step, long steps) => _withinRun = (step + 1.0) / steps;

    public string Epoch(int epoch) => $"epoch {epoch}/{epochs}";
}
