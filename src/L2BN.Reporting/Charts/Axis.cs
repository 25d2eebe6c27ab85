using System.Globalization;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>Maps numbers to positions and chooses round ticks.</summary>
internal sealed class Axis
{
    // Beyond these, powers of ten and differences are no longer exact, or are zero or infinite.
    private const double Least = 1e-290;
    private const double Most = 1e290;
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
    /// <param name="values">The values that the axis must show.</param>
    /// <param name="from">Position of the low end.</param>
    /// <param name="to">Position of the high end.</param>
    /// <param name="intervals">About how many intervals between ticks.</param>
    public static Axis Linear(IEnumerable<double> values, double from, double to, int intervals = 5)
    {
        (double low, double high) = Extent(values.Where(value => Math.Abs(value) <= Most));
        double step = Step((high - low) / intervals);
        (low, high) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        return new Axis(low, high, LinearTicks(low, high, step), from, to, isLog: false);
    }

    /// <summary>An axis whose ends are the data, with ticks at whole numbers: for epochs and layers.</summary>
    public static Axis Integer(IEnumerable<double> values, double from, double to, int intervals = 6) =>
        Within(values, from, to, intervals, leastStep: 1);

    /// <summary>An axis whose ends are the data, with ticks at round numbers inside.</summary>
    /// <param name="values">The values that the axis must show.</param>
    /// <param name="from">Position of the low end.</param>
    /// <param name="to">Position of the high end.</param>
    /// <param name="intervals">About how many intervals between ticks.</param>
    /// <param name="leastStep">Ticks are at least so far apart.</param>
    public static Axis Within(IEnumerable<double> values, double from, double to, int intervals = 6, double leastStep = 0)
    {
        (double low, double high) = Extent(values.Where(value => Math.Abs(value) <= Most));
        double step = Math.Max(leastStep, Step((high - low) / intervals));
        double first = Math.Ceiling(low / step) * step;
        return new Axis(low, high, LinearTicks(first, high, step), from, to, isLog: false);
    }

    /// <summary>
    /// A logarithmic axis over the positive <paramref name="values"/>, with ticks at powers of ten (and 2 and 5 where they are few).
    /// </summary>
    public static Axis Log(IEnumerable<double> values, double from, double to)
    {
        double[] positive = [.. values.Where(value => value is > Least and < Most)];
        (double low, double high) = positive.Length == 0 ? (0.1, 1) : (positive.Min(), positive.Max());
        int first = LogRank(low * (1 + 1e-9));
        int last = Math.Max(LogRank(high * (1 - 1e-9)), first) + 1;
        return new Axis(LogValue(first), LogValue(last), LogTicks(first, last), from, to, isLog: true);
    }

    /// <summary>Position of a value; outside the axis it is clamped to its ends.</summary>
    public double At(double value)
    {
        (double low, double high, double x) = IsLog
            ? (Math.Log10(Low), Math.Log10(High), Math.Log10(Math.Max(value, Least)))
            : (Low, High, value);
        return _from + Math.Clamp((x - low) / (high - low), 0, 1) * (_to - _from);
    }

    /// <summary>False for NaN, infinity, and on a logarithmic axis for what is not above 1e-290.</summary>
    public bool Shows(double value) => double.IsFinite(value) && !(IsLog && value <= Least);

    /// <summary>The smallest of 1, 2, 2.5, 5 times a power of ten that is not below <paramref name="rough"/>.</summary>
    internal static double Step(double rough)
    {
        if (!(rough > 0) || !double.IsFinite(rough))
            return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 + 1e-9 ? 1 : digit <= 2 + 1e-9 ? 2 : digit <= 2.5 + 1e-9 ? 2.5 : digit <= 5 + 1e-9 ? 5 : 10);
    }

    private static (double Low, double High) Extent(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
            return (0, 1);
        (double low, double high) = (all.Min(), all.Max());
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low > Math.Max(size * 1e-9, Least))
            return (low, high);
        double half = size <= Least ? 0.5 : size * 0.05;
        return (low - half, high + half);
    }

    private static List<Tick> LinearTicks(double low, double high, double step)
    {
        Func<double, string> label = Labeling(Math.Max(Math.Abs(low), Math.Abs(high)), step);
        int count = (int)Math.Floor((high - low) / step + 1e-6);
        return [.. Enumerable.Range(0, count + 1).Select(i => low + (i * step)).Select(value => new Tick(value, label(value)))];
    }

    // As many digits as it takes to tell ticks apart.
    private static Func<double, string> Labeling(double largest, double step)
    {
        int exponent = (int)Math.Floor(Math.Log10(step) + 1e-9);
        int digits = (int)Math.Floor(Math.Log10(largest) + 1e-9) - exponent;
        bool half = Math.Abs((step / Math.Pow(10, exponent)) - 2.5) < 1e-6;
        return largest is >= 1e6 or < 1e-4
            ? value => Numbers.Scientific(Math.Abs(value) < step / 2 ? 0 : value, digits + (half ? 1 : 0))
            : value => Numbers.Fixed(value, Math.Clamp((half ? 1 : 0) - exponent, 0, 15));
    }

    // The values 1, 2, 5, 10, 20, 50, … by rank: 0, 1, 2, 3, …
    private static double LogValue(int rank)
    {
        int power = (int)Math.Floor(rank / 3.0);
        return (rank - (3 * power)) switch { 0 => 1, 1 => 2, _ => 5 } * Math.Pow(10, power);
    }

    // The rank of the last of those values that is not above the given one.
    private static int LogRank(double value)
    {
        int rank = (3 * (int)Math.Floor(Math.Log10(value))) + 3;
        while (LogValue(rank) > value)
            rank--;
        return rank;
    }

    // Every rank while they are few, then only powers of ten, then every so many powers of ten.
    private static List<Tick> LogTicks(int first, int last)
    {
        int stride = last - first <= 7 ? 1 : 3 * (1 + ((last - first) / 19));
        int start = stride == 1 ? first : 3 * (int)Math.Ceiling(first / 3.0);
        IEnumerable<int> ranks = Enumerable.Range(0, last - first + 1).Select(i => start + (i * stride)).Where(rank => rank <= last);
        return [.. ranks.Select(LogValue).Select(value => new Tick(value, LogLabel(value)))];
    }

    private static string LogLabel(double value) =>
        value is >= 1e-3 and < 1e5 ? value.ToString("0.###", CultureInfo.InvariantCulture) : Numbers.Scientific(value, 0);
}

/// <summary>A labeled position on an axis.</summary>
internal readonly record struct Tick(double Value, string Label);
