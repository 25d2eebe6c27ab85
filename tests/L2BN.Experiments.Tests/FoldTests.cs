using L2BN.Data;
using L2BN.Data.Splits;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class FoldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-folds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_pair_has_a_fold_of_its_own_that_its_arms_share()
    {
        DataSplits[] folds =
        [
            .. new[] { "one", "two" }.Select(name => TinyDataset.Splits() with { Fingerprint = name, Warnings = ["a clip is missing"] }),
        ];
        ComparisonResult result = Comparison.Run(
            TinyNetwork.Create,
            folds,
            new ComparisonOptions
            {
                Seeds = 2,
                Output = _folder,
                Analyze = false,
                Training = new TrainerOptions
                {
                    Epochs = 1,
                    BatchSize = 16,
                    LearningRate = 0.05,
                },
            });
        Assert.All(result.Runs, run => Assert.Equal(run.Seed == 0 ? "one" : "two", run.Request!.DataFingerprint));
        Assert.All(result.Runs, run => Assert.Null(run.Analysis));
        Assert.Equal(2, result.Summary.Folds);
        Assert.All(result.Runs, run => Assert.Equal(["a clip is missing"], run.Request!.DataWarnings));
        Assert.Equal(ResultsJson.Serialize(result.Summary), ResultsJson.Serialize(StoredComparison.Read(_folder).Summary));
    }

    [Fact]
    public void No_fold_is_refused() => Assert.Throws<ArgumentException>(() => Comparison.Run(
        TinyNetwork.Create, [], new ComparisonOptions { Output = _folder, Training = new TrainerOptions { Epochs = 1 } }));
}
