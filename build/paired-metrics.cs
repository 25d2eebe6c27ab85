#!/usr/bin/env dotnet
#:project ../src/L2BN.Analysis/L2BN.Analysis.csproj
#:project ../src/L2BN.Results/L2BN.Results.csproj
#:property AssemblyName=paired-metrics

// Discriminability of what the classifier sees, over the pairs of a comparison:
//
//     dotnet run -c Release build/paired-metrics.cs -- FOLDER
//
// FOLDER is that of `l2bn compare --out`. For every arm after the first and every metric: its mean in both arms, the mean paired difference
// with its 95 % interval over the pairs, and the sign-flip p. Metrics were not chosen beforehand and p is not corrected for their number.
using L2BN.Analysis.Statistics;
using L2BN.Results;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("paired-metrics expects the folder of one comparison: dotnet run -c Release build/paired-metrics.cs -- FOLDER");
    return 2;
}

RunRecord[] runs = [.. ComparisonFolder.Open(args[0]).ReadRuns().Where(run => run.Analysis is not null)];
string[] arms = [.. runs.OrderBy(run => run.ArmIndex).Select(run => run.Arm).Distinct()];
int[] seeds = [.. runs.GroupBy(run => run.Seed).Where(group => group.Count() == arms.Length).Select(group => group.Key).Order()];
if (arms.Length < 2 || seeds.Length < 2)
{
    Console.Error.WriteLine(
        $"{args[0]} has {arms.Length} arm(s) and {seeds.Length} seed(s) that all arms finished with an analysis; it takes 2 of each.");
    return 3;
}

foreach (string arm in arms[1..])
{
    Console.WriteLine($"{$"{arm} against {arms[0]}, {seeds.Length} pairs",-34}{arms[0],9}{arm,11}  difference  95 % interval            p");
    foreach (string metric in Last(arms[0], seeds[0]).Keys)
        Print(metric, Values(arms[0], metric), Values(arm, metric));
}

return 0;

IReadOnlyDictionary<string, double?> Last(string arm, int seed) =>
    runs.First(run => run.Arm == arm && run.Seed == seed).Analysis!.FeatureTaps[^1].Metrics;

double[] Values(string arm, string metric) => [.. seeds.Select(seed => Last(arm, seed)[metric] ?? double.NaN)];

static void Print(string metric, double[] a, double[] b)
{
    PairedResult result = PairedComparison.Compute(a, b);
    Console.WriteLine(
        $"  {metric,-32}{a.Average(),9:F3}{b.Average(),11:F3}{Signed(result.DeltaMean),12}  "
            + $"{Signed(result.Interval?.Low),7} to {Signed(result.Interval?.High),7}{result.PSignFlip,9:F4}");
}

static string Signed(double? value) => value is { } v ? Math.Round(v, 3).ToString("+0.000;-0.000;0.000") : "-";
