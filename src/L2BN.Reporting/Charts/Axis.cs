using System.Globalization;

namespace L2BN.Reporting;

/// <summary>Maps numbers to positions and chooses round ticks.</summary>
internal sealed class Axis
{
    // Below this a power of ten is no longer exact, or is zero.
    private const double LeastLog = 1e-300;
    private readonly double _from;
    private readonly double _to;

    private Axis(double low, double high, IReadOnlyList<Tick> ticks, double from, double to, bool isLog)
    {
        (Low, High, Ticks, IsLog) = (low, high, ticks, isLog);
        (_from, _to) = (from, to);
    }

    public double Low { get; }

    public double High { get; }

    public IReadOnlyList<Tick> Ticks { get; }

    public bool IsLog { get; }

    /// <summary>An axis over all finite <paramref name="values"/>, widened to its ticks; from 0 to 1 where there is none.</summary>
    /// <param name="values">What must be on the axis.</param>
    /// <param name="from">Position of the low end.</param>
    /// <param name="to">Position of the high end.</param>
    /// <param name="intervals">About how many intervals between ticks.</param>
    public static Axis Linear(IEnumerable<double> values, double from, double to, int intervals = 5)
    {
        (double low, double high) = Extent(values.Where(double.IsFinite));
        double step = Step((high - low) / intervals);
        (low, high) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        return new Axis(low, high, LinearTicks(low, high, step), from, to, isLog: false);
    }

    /// <summary>An axis whose ends are the data, with ticks at whole numbers: for epochs and layers.</summary>
    public static Axis Integer(IEnumerable<double> values, double from, double to, int intervals = 6)
    {
        (double low, double high) = Extent(values.Where(double.IsFinite));
        double step = Math.Max(1, Step((high - low) / intervals));
        double first = Math.Ceiling(low / step) * step;
        return new Axis(low, high, LinearTicks(first, high, step), from, to, isLog: false);
    }

    /// <summary>
    /// A logarithmic axis over the positive <paramref name="values"/>, with ticks at powers of ten (and 2 and 5 where they are few).
    /// </summary>
    public static Axis Log(IEnumerable<double> values, double from, double to)
    {
        double[] positive = [.. values.Where(value => double.IsFinite(value) && value > LeastLog)];
        (double low, double high) = positive.Length == 0 ? (0.1, 1) : (positive.Min(), positive.Max());
        (low, high) = (LogStep(low * (1 + 1e-9), 0), LogStep(high * (1 - 1e-9), 1));
        return new Axis(low, high, LogTicks(low, high), from, to, isLog: true);
    }

    /// <summary>Position of a value; outside the axis it is clamped to its ends.</summary>
    public double At(double value)
    {
        (double low, double high, double x) = IsLog
            ? (Math.Log10(Low), Math.Log10(High), Math.Log10(Math.Max(value, LeastLog)))
            : (Low, High, value);
        return _from + Math.Clamp((x - low) / (high - low), 0, 1) * (_to - _from);
    }

    /// <summary>False for what has no place: NaN, infinity, and what is not above 1e-300 on a logarithmic axis.</summary>
    public bool Shows(double value) => double.IsFinite(value) && !(IsLog && value <= LeastLog);

    /// <summary>The smallest of 1, 2, 2.5, 5 times a power of ten that is not below <paramref name="rough"/>.</summary>
    internal static double Step(double rough)
    {
        if (!(rough > 0) || !double.IsFinite(rough)) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 + 1e-9 ? 1 : digit <= 2 + 1e-9 ? 2 : digit <= 2.5 + 1e-9 ? 2.5 : digit <= 5 + 1e-9 ? 5 : 10);
    }

    private static (double Low, double High) Extent(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) return (0, 1);
        (double low, double high) = (all.Min(), all.Max());
        double least = Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9;
        if (high - low > least) return (low, high);
        double half = low == 0 ? 0.5 : Math.Abs(low) * 0.05;
        return (low - half, high + half);
    }

    private static List<Tick> LinearTicks(double low, double high, double step)
    {
        int decimals = Decimals(step);
        int count = (int)Math.Floor((high - low) / step + 1e-6);
        return [.. Enumerable.Range(0, count + 1).Select(i => low + (i * step)).Select(value => new Tick(value, Label(value, decimals)))];
    }

    // The values 1, 2, 5, 10, 20, 50, … by rank: 0, 1, 2, 3, …
    private static double LogValue(int rank)
    {
        int power = (int)Math.Floor(rank / 3.0);
        return (rank - (3 * power)) switch { 0 => 1, 1 => 2, _ => 5 } * Math.Pow(10, power);
    }

    // The last of those values up to the given one, or `further` ranks beyond it.
    private static double LogStep(double value, int further)
    {
        int rank = (3 * (int)Math.Floor(Math.Log10(value))) + 3;
        while (LogValue(rank) > value) rank--;
        return LogValue(rank + further);
    }

    private static List<Tick> LogTicks(double low, double high)
    {
        double decades = Math.Log10(high / low);
        int first = 3 * (int)Math.Floor(Math.Log10(low) + 1e-9);
        int stride = decades <= 2.4 ? 1 : 3 * (int)Math.Ceiling(decades / 6);
        var ranks = Enumerable.Range(0, (int)(3 * decades) + 6).Select(i => first + (i * stride));
        return [.. ranks.Select(LogValue).Where(value => value >= low * 0.999 && value <= high * 1.001).Select(LogTick)];
    }

    private static Tick LogTick(double value) => new(value, value is >= 1e-3 and < 1e5
        ? value.ToString("0.###", CultureInfo.InvariantCulture)
        : value.ToString("0e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal).Replace('-', '\u2212'));

    private static int Decimals(double step)
    {
        int decimals = 0;
        for (double scaled = step; decimals < 12 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled; scaled *= 10) decimals++;
        return decimals;
    }

    private static string Label(double value, int decimals) => Math.Abs(value) >= 1e6
        ? value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal).Replace('-', '\u2212')
        : Numbers.Fixed(value, decimals);
}

/// <summary>A labelled place on an axis.</summary>
internal readonly record struct Tick(double Value, string Label);
