using L2BN.Analysis.Statistics;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Tests.Shared;
using L2BN.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class ComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writes_records_summary_and_report_that_agree()
    {
        ComparisonResult result = Run(Options());
        Assert.Equal(4, result.Runs.Count);
        Assert.Equal(ResultsJson.Serialize(result.Summary), ResultsJson.Serialize(ComparisonFolder.Open(_folder).ReadSummary()));
        foreach (RunRecord run in result.Runs)
        {
            RunRecord read = RunFolder.Read(ComparisonFolder.Open(_folder).RunPath(run.Arm, run.Seed));
            Assert.Equal(run.Epochs.Select(ResultsJson.Serialize), read.Epochs.Select(ResultsJson.Serialize));
            Assert.Equal(run.Final!.Accuracy, read.Final!.Accuracy);
        }

        Assert.Contains("</html>", File.ReadAllText(result.Summary.Report!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_is_that_of_the_runs()
    {
        ComparisonResult result = Run(Options() with { Seeds = 3 });
        double[] bn = Accuracies(result, "bn");
        double[] l2bn = Accuracies(result, "l2bn");
        Assert.Equal(bn, result.Summary.Arms[0].Accuracy.Values);
        PairedSummary pair = Assert.Single(result.Summary.Paired);
        Assert.Equal(l2bn.Zip(bn, (b, a) => b - a).Average(), pair.DeltaMean!.Value, 10);
        Assert.Equal(PairedComparison.Compute(bn, l2bn).PSignFlip, pair.PSignFlip);
        Assert.Equal("undecided", pair.Verdict);
    }

    [Fact]
    public void A_pair_starts_from_the_same_weights()
    {
        Dictionary<string, List<float[]>> first = [];
        Run(Options(), norm =>
        {
            nn.Module<Tensor, Tensor> network = TinyNetwork.Create(norm);
            first.TryAdd(norm, []);
            first[norm].Add([.. network.state_dict()["conv.weight"].data<float>(), .. network.state_dict()["fc.weight"].data<float>()]);
            return network;
        });
        // The first is built to compare the arms.
        Assert.Equal(3, first["bn"].Count);
        Assert.Equal(first["bn"][1], first["l2bn"][1]);
        Assert.Equal(first["bn"][2], first["l2bn"][2]);
        Assert.NotEqual(first["bn"][1], first["bn"][2]);
    }

    [Fact]
    public void Repeating_gives_identical_numbers()
    {
        ComparisonResult a = Run(Options());
        ComparisonResult b = Run(Options() with { Output = Path.Combine(_folder, "again") });
        Assert.Equal(0, b.Reused);
        Assert.Equal(
            a.Runs.Select(run => (run.Arm, run.Seed, run.Final!.Accuracy, run.Final.Loss)),
            b.Runs.Select(run => (run.Arm, run.Seed, run.Final!.Accuracy, run.Final.Loss)));
    }

    [Fact]
    public void The_same_norm_twice_is_two_arms_with_seeds_of_their_own()
    {
        ComparisonResult result = Run(Options() with { Norms = ["bn", "bn"] });
        Assert.Equal(["bn", "bn#2"], result.Summary.Arms.Select(arm => arm.Norm));
        Assert.Equal(4, result.Runs.Select(run => run.Seed).Distinct().Count());
    }

    [Fact]
    public void Canceling_keeps_finished_runs_and_writes_no_report()
    {
        using var source = new CancellationTokenSource();
        var observer = new CancelAfterFirstRun(source);
        Assert.Throws<OperationCanceledException>(() =>
            Comparison.Run(TinyNetwork.Create, TinyDataset.Splits(), Options(), observer, source.Token));
        Assert.NotNull(Assert.Single(ComparisonFolder.Open(_folder).ReadRuns(), run => run.Final is not null));
        Assert.False(File.Exists(ComparisonFolder.Open(_folder).ReportPath));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_before_training()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        ComparisonOptions options = Options() with { Output = Path.Combine(file, "below") };
        int built = 0;
        Assert.Throws<ResultsException>(() => Run(options, norm =>
        {
            built++;
            return TinyNetwork.Create(norm);
        }));
        // Each arm's once, to compare them.
        Assert.Equal(2, built);
    }

    [Fact]
    public void No_seeds_or_no_norms_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Options() with { Seeds = 0 }));
        Assert.Throws<ArgumentException>(() => Run(Options() with { Norms = [] }));
    }

    private static double[] Accuracies(ComparisonResult result, string arm) =>
        [.. result.Runs.Where(run => run.Arm == arm).OrderBy(run => run.Seed).Select(run => run.Final!.Accuracy)];

    [Fact]
    public void A_model_that_ignores_its_norm_is_refused_before_anything_is_trained()
    {
        ArmException refused = Assert.Throws<ArmException>(() => Run(Options(), _ => TinyNetwork.Create("bn")));
        Assert.Contains("the same network for 'bn' and 'l2bn'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Norms_that_the_forward_pass_bypasses_are_refused_by_name()
    {
        ArmException refused = Assert.Throws<ArmException>(() => Run(Options(), norm =>
        {
            var network = new Bypassing();
            if (norm == "l2bn")
                NormConversion.ToL2BN(network);
            return network;
        }));
        Assert.Contains(
            "arm 'l2bn' to take part in the forward pass; got 1 that it bypasses (norm)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_layer_of_zeros_is_no_reason_to_refuse() => Run(Options(), norm =>
    {
        nn.Module<Tensor, Tensor> network = TinyNetwork.Create(norm);
        nn.init.zeros_(network.get_parameter("fc.weight"));
        return network;
    });

    private sealed class Bypassing : nn.Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d norm = nn.BatchNorm2d(1);
        private readonly nn.Module<Tensor, Tensor> fc = nn.Sequential(nn.Flatten(), nn.Linear(64, 3));

        public Bypassing() : base(nameof(Bypassing)) => RegisterComponents();

        public override Tensor forward(Tensor x) => fc.call(norm.forward(x));
    }

    private static ComparisonResult Run(ComparisonOptions options, Func<string, nn.Module<Tensor, Tensor>>? model = null) =>
        Comparison.Run(model ?? TinyNetwork.Create, TinyDataset.Splits(), options);

    private ComparisonOptions Options() => new()
    {
        Seeds = 2,
        Output = _folder,
        Training = new TrainerOptions { Epochs = 2, BatchSize = 16, LearningRate = 0.05 },
    };

    private sealed class CancelAfterFirstRun(CancellationTokenSource source) : IComparisonObserver
    {
        public void OnRunFinished(PlannedRun run, RunRecord record) => source.Cancel();
    }
}
