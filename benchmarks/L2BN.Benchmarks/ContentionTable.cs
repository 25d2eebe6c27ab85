using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace L2BN.Benchmarks;

/// <summary>
/// A training step of several threads on a quiet machine, beside one busy process and beside a second such training, for several settings
/// of how long OpenMP's waiting threads spin. Every figure is from a process of its own: libgomp reads the setting when it is loaded.
/// </summary>
internal static class ContentionTable
{
    private const string Child = "contention-step", Busy = "contention-busy";
    private const string Spin = "GOMP_SPINCOUNT", Policy = "OMP_WAIT_POLICY";
    private const int WarmSteps = 10;

    // Seconds after which the other process ends where it is not killed.
    private const double LongestOther = 30;

    private static readonly (string Name, string? Variable, string? Value)[] s_settings =
    [
        ("libgomp's default", null, null),
        ("OMP_WAIT_POLICY=passive", Policy, "passive"),
        ("GOMP_SPINCOUNT=1000", Spin, "1000"),
        ("GOMP_SPINCOUNT=10000", Spin, "10000"),
        ("GOMP_SPINCOUNT=30000", Spin, "30000"),
        ("GOMP_SPINCOUNT=100000", Spin, "100000"),
    ];

    /// <summary>Prints the table: medians over the rounds.</summary>
    /// <param name="threads">Threads of a step.</param>
    /// <param name="rounds">Rounds.</param>
    /// <param name="seconds">Seconds that each figure is measured for.</param>
    public static void Print(int threads, int rounds, double seconds)
    {
        Console.WriteLine(
            $"{threads} threads on {Environment.ProcessorCount} cores, {rounds} rounds, ms per step (six convolutions with L2BN)");
        Console.WriteLine($"{"",-26}{"quiet",9}{"beside a busy process",24}{"beside a second training",27}");
        foreach ((string, string?, string?) setting in s_settings)
            Row(setting, threads, rounds, seconds);
    }

    private static void Row((string Name, string?, string?) setting, int threads, int rounds, double seconds)
    {
        double[][] times = [new double[rounds], new double[rounds], new double[rounds]];
        for (int round = 0; round < rounds; round++)
        {
            times[0][round] = Measure(setting, threads, seconds);
            using (Process busy = Start([Busy, Text(LongestOther)], default))
                times[1][round] = Measure(setting, threads, seconds, busy);
            using (Process second = Start([Child, $"{threads}", Text(LongestOther)], setting))
                times[2][round] = Measure(setting, threads, seconds, second);
        }

        double[] median = [.. times.Select(Quantiles.Median)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{setting.Name,-26}{median[0],9:F1}{median[1],16:F1} ({median[1] / median[0]:F2}×)"
                + $"{median[2],19:F1} ({median[2] / median[0]:F2}×)"));
    }

    /// <summary>The work of a child process; false where the command is none of its.</summary>
    public static bool TryRunChild(string[] args)
    {
        switch (args)
        {
            case [Child, var threads, var seconds]:
                Step(int.Parse(threads, CultureInfo.InvariantCulture), Number(seconds));
                return true;
            case [Busy, var seconds]:
                var clock = Stopwatch.StartNew();
                while (clock.Elapsed.TotalSeconds < Number(seconds))
                    Thread.SpinWait(1000);
                return true;
            default:
                return false;
        }
    }

    private static void Step(int threads, double seconds)
    {
        torch.set_num_threads(threads);
        MemoryReuse.Enable();
        using ConvStack stack = new(fused: true);
        for (int i = 0; i < WarmSteps; i++)
            stack.Step();
        List<double> times = [];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            stack.Step();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Console.WriteLine(Text(Quantiles.Median(times)));
    }

    // The other process is killed when the figure is there; it warms up during the warm steps of this one.
    private static double Measure((string, string?, string?) setting, int threads, double seconds, Process? other = null)
    {
        try
        {
            using Process child = Start([Child, $"{threads}", Text(seconds)], setting);
            double result = Number(child.StandardOutput.ReadToEnd());
            child.WaitForExit();
            return result;
        }
        finally
        {
            other?.Kill();
            other?.WaitForExit();
        }
    }

    private static Process Start(string[] arguments, (string Name, string? Variable, string? Value) setting)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        start.Environment.Remove(Spin);
        start.Environment.Remove(Policy);
        if (setting.Variable is { } variable)
            start.Environment[variable] = setting.Value;
        return Process.Start(start)!;
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string text) => NumberText.TryParse(text.Trim(), out double number)
        ? number : throw new FormatException($"Expected a number from a step's process; got '{text}'.");
}
