namespace L2BN.Results.Tests;

internal static class Samples
{
    public static EpochRecord Epoch(int number, double loss = 0.1 + 0.2) => new()
    {
        Epoch = number,
        Steps = 94,
        LearningRate = 0.05,
        TrainLoss = loss,
        TrainAccuracy = 71.25,
        TestLoss = 0.75,
        TestAccuracy = null,
        MsPerStep = 12.5,
        Seconds = 3.5,
    };

    public static FinalRecord Final { get; } = new()
    {
        Accuracy = 78.05,
        Loss = 0.61,
        AccuracyRecalibrated = 78.3,
        LossRecalibrated = 0.6,
        MsPerStep = 12.25,
        PeakMemoryBytes = 1L << 30,
        Confusion = [[9, 1], [2, 8]],
    };

    public static RunAnalysis Analysis { get; } = new()
    {
        FeatureTaps =
        [
            new()
            {
                Layer = "bn1",
                Side = "input",
                Metrics = new Dictionary<string, double?> { ["norm_cv"] = 0.25, ["nc1"] = null },
                Norms = new() { Edges = [0, 1, 2], Counts = [[1, 2], [3, 4]] },
            },
        ],
        Projections = [new() { Plane = "principal components", X = [0.1, 0.2], Y = [1, 2], Classes = [0, 1], HorizontalShare = 0.5 }],
    };

    public static RunRecord Run(string arm = "bn", int seed = 1, int armIndex = 0) => new()
    {
        Arm = arm,
        Norm = arm,
        Model = "resnet8",
        Data = "fashion-mnist-mini",
        Seed = seed,
        ArmIndex = armIndex,
        Parameters = 75_290,
        Request = new RunRequest
        {
            Epochs = 2,
            Options = new Dictionary<string, string> { ["batch-size"] = "64", ["Lr_Odd"] = "0.1" },
            DataFingerprint = "sha256:00ff",
            CommandLine = ["compare", "--norms", "bn,l2bn(eps=1e-3)"],
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
            Environment = MachineFacts.Read(2),
        },
    };

    public static ComparisonSummary Summary(double delta = 0.3) => new()
    {
        Data = "fashion-mnist-mini",
        Model = "resnet8",
        Epochs = 2,
        Arms = [Arm("bn", 78.05, 77.95), Arm("l2bn", 78.35, 78.25)],
        Paired =
        [
            new() { A = "bn", B = "l2bn", DeltaMean = delta, Ci95 = [-0.1, 0.7], PSignFlip = 0.5, Seeds = 2, Verdict = "undecided" },
        ],
        Report = "/tmp/a \"b\"\n\u2028.html",
    };

    private static ArmSummary Arm(string norm, params double[] values) => new()
    {
        Norm = norm,
        Accuracy = Spread.FromValues(values),
        AccuracyRecalibrated = Spread.FromValues(values),
        Loss = Spread.FromValues([0.1 + 0.2, double.NaN]),
        MsPerStep = double.PositiveInfinity,
    };
}
