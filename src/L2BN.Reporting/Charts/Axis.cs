using System.Globalization;

namespace L2BN.Reporting;

/// <summary>Maps numbers to positions and chooses round ticks.</summary>
internal sealed class Axis
{
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

    /// <summary>A logarithmic axis over the positive <paramref name="values"/>, with ticks at powers of ten (and 2 and 5 where few).</summary>
    public static Axis Log(IEnumerable<double> values, double from, double to)
    {
        double[] positive = [.. values.Where(value => double.IsFinite(value) && value > 0)];
        (double low, double high) = positive.Length == 0 ? (0.1, 1) : (positive.Min(), positive.Max());
        (double lowPower, double highPower) = (Math.Floor(Math.Log10(low) + 1e-9), Math.Ceiling(Math.Log10(high) - 1e-9));
        if (highPower - lowPower < 1) highPower = lowPower + 1;
        return new Axis(Math.Pow(10, lowPower), Math.Pow(10, highPower), LogTicks(lowPower, highPower), from, to, isLog: true);
    }

    /// <summary>Position of a value; outside the axis it is clamped to its ends.</summary>
    public double At(double value)
    {
        (double low, double high, double x) = IsLog
            ? (Math.Log10(Low), Math.Log10(High), Math.Log10(Math.Max(value, double.Epsilon)))
            : (Low, High, value);
        return _from + Math.Clamp((x - low) / (high - low), 0, 1) * (_to - _from);
    }

    /// <summary>False for what has no place: NaN, infinity, and zero or less on a logarithmic axis.</summary>
    public bool Shows(double value) => double.IsFinite(value) && !(IsLog && value <= 0);

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
        return [.. Enumerable.Range(0, count + 1).Select(i => low + i * step).Select(value => new Tick(value, Label(value, decimals)))];
    }

    private static List<Tick> LogTicks(double lowPower, double highPower)
    {
        double[] digits = highPower - lowPower <= 2 ? [1, 2, 5] : [1];
        int stride = Math.Max(1, (int)Math.Ceiling((highPower - lowPower) / 6));
        var ticks = new List<Tick>();
        for (double power = lowPower; power <= highPower; power += stride)
            ticks.AddRange(digits.Select(digit => digit * Math.Pow(10, power)).Where(v => v <= Math.Pow(10, highPower) * 1.0001).Select(LogTick));
        return ticks;
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
