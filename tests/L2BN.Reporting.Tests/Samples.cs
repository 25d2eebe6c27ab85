using L2BN.Results;

namespace L2BN.Reporting.Tests;

/// <summary>Made-up comparisons that look like real ones; every number is a pure function of the arguments.</summary>
internal static class Samples
{
    public static readonly string[] Classes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static ComparisonReport Report(string[]? arms = null, int seeds = 6, int epochs = 12)
    {
        arms ??= ["bn", "l2bn"];
        RunRecord[] runs = [.. arms.SelectMany((arm, index) => Enumerable.Range(1, seeds).Select(seed => Run(arm, index, seed, epochs)))];
        return new ComparisonReport
        {
            Summary = Summary(runs, epochs),
            Runs = runs,
            Environment = Environment,
            Command = $"dotnet run -c Release --project src/L2BN.Lab -- compare --norms {string.Join(',', arms)} --seeds {seeds}",
            ClassNames = Classes,
            Started = new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.FromHours(1)),
            Duration = TimeSpan.FromSeconds(187),
        };
    }

    public static EnvironmentRecord Environment { get; } = new()
    {
        Version = "0.1.0",
        Os = "Debian GNU/Linux 12 (bookworm) (Linux 6.1.0)",
        Runtime = ".NET 10.0.1",
        Processor = "AMD EPYC 9654 96-Core Processor",
        Cores = 2,
        Threads = 2,
        VectorBits = 512,
        MemoryBytes = 16L << 30,
        Libraries = new Dictionary<string, string> { ["TorchSharp"] = "0.107.0", ["libtorch"] = "2.10.0" },
    };

    public static RunRecord Run(string arm, int index, int seed, int epochs)
    {
        EpochRecord[] records = [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(index, seed, epoch, epochs))];
        return new RunRecord
        {
            Arm = arm,
            Norm = arm,
            Model = "resnet8",
            Data = "fashion-mnist-mini",
            Seed = seed,
            ArmIndex = index,
            Parameters = 78_042,
            Epochs = records,
            Final = Final(index, seed, records[^1]),
        };
    }

    public static ComparisonSummary Summary(RunRecord[] runs, int epochs)
    {
        ArmSummary[] arms = [.. runs.GroupBy(run => run.Arm).Select(group => Arm(group.Key, [.. group.Select(run => run.Final!)]))];
        return new ComparisonSummary
        {
            Data = "fashion-mnist-mini",
            Model = "resnet8",
            Epochs = epochs,
            Arms = arms,
            Paired = [.. arms.Skip(1).Select(arm => Pair(arms[0], arm))],
            Report = "runs/report.html",
        };
    }

    /// <summary>A number between −1 and 1 that depends on nothing but its arguments.</summary>
    public static double Noise(params ReadOnlySpan<int> keys)
    {
        uint hash = 2166136261;
        foreach (int key in keys)
            hash = (hash ^ (uint)key) * 16777619;
        hash = (hash ^ (hash >> 15)) * 2246822519;
        return ((hash ^ (hash >> 13)) % 20001 / 10000.0) - 1;
    }

    private static EpochRecord Epoch(int index, int seed, int epoch, int epochs)
    {
        double progress = epoch / (double)epochs;
        double luck = 0.012 * Noise(seed, 3) + 0.011 * Noise(index, seed, 77) + 0.02 * (1 - progress) * Noise(index, seed, epoch);
        double skill = 1 - Math.Exp(-3.4 * progress) + 0.006 * index + luck;
        return new EpochRecord
        {
            Epoch = epoch,
            Steps = 94,
            LearningRate = 0.05 * (1 + Math.Cos(Math.PI * progress)),
            TrainLoss = 1.9 - 1.32 * skill + 0.01 * Noise(epoch, seed),
            TrainAccuracy = 26 + 52 * skill,
            TestLoss = 1.75 - 1.22 * skill,
            TestAccuracy = Math.Round(24 + 57.2 * skill, 2),
            MsPerStep = 11.8 - 0.4 * index + 0.4 * Noise(seed, index, 9),
            Seconds = 1.4,
        };
    }

    private static FinalRecord Final(int index, int seed, EpochRecord last) => new()
    {
        Accuracy = last.TestAccuracy!.Value,
        Loss = last.TestLoss!.Value,
        AccuracyRecalibrated = last.TestAccuracy.Value + 0.15 + 0.1 * Noise(seed, index),
        LossRecalibrated = last.TestLoss.Value - 0.004,
        MsPerStep = last.MsPerStep,
        PeakMemoryBytes = (610L + 3 * seed + index) << 20,
        Confusion = Confusion(index, seed),
    };

    private static int[][] Confusion(int index, int seed) =>
        [.. Enumerable.Range(0, 10).Select(row => Enumerable.Range(0, 10).Select(column => Count(index, seed, row, column)).ToArray())];

    private static int Count(int index, int seed, int row, int column)
    {
        bool tops = row is 0 or 2 or 4 or 6 && column is 0 or 2 or 4 or 6;
        bool shoes = row is 5 or 7 or 9 && column is 5 or 7 or 9;
        int wobble = (int)(3 * (1 + Noise(index, seed, row, column)));
        return row == column ? (row == 6 ? 96 : 162) + wobble : tops ? 14 + 2 * wobble : shoes ? 7 + wobble : wobble / 3;
    }

    private static ArmSummary Arm(string name, FinalRecord[] finals) => new()
    {
        Norm = name,
        Accuracy = Spread.FromValues([.. finals.Select(final => final.Accuracy)]),
        AccuracyRecalibrated = Spread.FromValues([.. finals.Select(final => final.AccuracyRecalibrated)]),
        Loss = Spread.FromValues([.. finals.Select(final => final.Loss)]),
        MsPerStep = finals.Select(final => final.MsPerStep).Order().ElementAt(finals.Length / 2),
    };

    private static PairedSummary Pair(ArmSummary a, ArmSummary b)
    {
        var delta = Spread.FromValues([.. a.Accuracy.Values.Zip(b.Accuracy.Values, (x, y) => y - x)]);
        double half = 2.571 * (delta.Std ?? 0) / Math.Sqrt(delta.Values.Count);
        return new PairedSummary
        {
            A = a.Norm,
            B = b.Norm,
            DeltaMean = delta.Mean,
            Ci95 = delta.Std is null ? null : [delta.Mean!.Value - half, delta.Mean.Value + half],
            PSignFlip = delta.Values.Count < 2 ? 1 : 0.4375,
            SmallestDetectable = delta.Std is null ? null : 1.4 * half,
            Seeds = delta.Values.Count,
            Verdict = "undecided",
            Excludes = delta.Std is null ? null : new Exclusion { GainAbove = 0.9, LossBeyond = 0.4 },
            Method = "fixed",
            Looks = [delta.Values.Count],
            Correlation = delta.Std is null ? null : 0.56,
            Loss = new LossComparison
            {
                DeltaMean = b.Loss.Mean - a.Loss.Mean,
                Ci95 = delta.Std is null ? null : [-0.02, 0.01],
                P = delta.Std is null ? 1 : 0.3125,
                Verdict = "undecided",
            },
        };
    }
}
