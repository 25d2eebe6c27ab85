using L2BN.Results.Output;

namespace L2BN.Results.Tests.Output;

/// <summary>One record of every form of <c>--json</c>, with numbers that do not exist among them.</summary>
internal static class OutputSamples
{
    private static readonly EnvironmentRecord s_machine = new()
    {
        Version = "0.1.0+abc",
        Os = "Linux",
        Runtime = ".NET 10",
        Processor = "AMD",
        Cores = 2,
        Threads = 1,
        VectorBits = 256,
        MemoryBytes = 8L << 30,
        Libraries = new Dictionary<string, string> { ["libtorch"] = "2.10.0" },
    };

    private static readonly ComparisonSummary s_comparison = new()
    {
        Data = "esc10",
        Model = "asc_cnn",
        Epochs = 20,
        Arms = [Arm("bn", 70), Arm("l2bn", 75)],
        Paired =
        [
            new()
            {
                A = "bn",
                B = "l2bn",
                DeltaMean = 5,
                Ci95 = [-1, 11],
                Seeds = 2,
                Verdict = "undecided",
                PSignFlip = double.NaN,
                Excludes = new() { GainAbove = 11, LossBeyond = 1 },
                Method = "planned",
                Looks = [2],
                Correlation = 0.5,
                Loss = new() { DeltaMean = -0.02, Ci95 = [-0.05, 0.01], P = 0.5, EffectSize = null, Verdict = "undecided" },
                PFailed = 1,
            },
        ],
        Report = "/runs/a/report.html",
    };

    public static string Line(string name) =>
        name switch
        {
            "compare" => ResultsJson.Serialize(s_comparison),
            "compare-matrix" => ResultsJson.Serialize(
                new MatrixOutput
                {
                    Cells =
                    [
                        new()
                        {
                            Data = "esc10",
                            Model = "asc_cnn",
                            BatchSize = 16,
                            Comparison = s_comparison,
                        },
                    ],
                    Report = "/runs/a/report.html",
                }),
            "train" => ResultsJson.Serialize(
                TrainOutput.FromRun(
                    Samples.Run() with { Final = Samples.Final with { Loss = double.NaN } },
                    "/runs/a",
                    "/runs/a/checkpoints/last.safetensors")),
            "train-dry-run" => ResultsJson.Serialize(
                new DryRunOutput
                {
                    Data = "mnist",
                    Model = "mlp",
                    Norm = "l2bn(eps=0.001)",
                    MsPerStep = 1.5,
                    PeakMemoryBytes = null,
                }),
            "eval" => ResultsJson.Serialize(Eval()),
            "predict" => ResultsJson.Serialize(Predict()),
            "export" => ResultsJson.Serialize(Export()),
            "analyze" => ResultsJson.Serialize(Analyze()),
            "bench" => ResultsJson.Serialize(Bench()),
            "models" => ResultsJson.Serialize(Models()),
            "data-list" => ResultsJson.Serialize(
                new DataListOutput
                {
                    Datasets =
                    [
                        new()
                        {
                            Name = "mnist",
                            Description = "60,000 + 10,000 gray images, 28×28",
                            License = "CC BY-SA 3.0",
                            NeedsDirectory = true,
                            Folds = 0,
                        },
                    ],
                }),
            "data-get" => ResultsJson.Serialize(
                new DataGetOutput
                {
                    Name = "esc50",
                    License = "CC BY-NC 3.0",
                    Folder = "/data/esc50",
                    Fetched = true,
                    Checksums = 2000,
                }),
            "data-info" => ResultsJson.Serialize(DataInfo()),
            "doctor" => ResultsJson.Serialize(Doctor()),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Expected a form of --json; add a sample of it."),
        };

    private static ArmSummary Arm(string norm, double accuracy) =>
        new()
        {
            Norm = norm,
            Accuracy = Spread.FromValues([accuracy, accuracy + 2]),
            AccuracyRecalibrated = Spread.FromValues([accuracy]),
            Loss = Spread.FromValues([]),
            MsPerStep = double.PositiveInfinity,
            Discriminability = new Dictionary<string, double?> { ["fisher"] = 0.5, ["nc1"] = null },
        };

    private static EvalOutput Eval() =>
        new()
        {
            Checkpoint = "/runs/a/checkpoints/last.safetensors",
            Data = "esc10",
            Model = "asc_cnn",
            Norm = "l2bn",
            Step = 100,
            Samples = 3,
            Accuracy = 66.25,
            AccuracyTop5 = 100,
            Loss = double.NaN,
            Recalibrated = false,
            DataWarnings = ["\"quoted\" <text>"],
            Classes =
            [
                new()
                {
                    Name = "dog",
                    Samples = 3,
                    Accuracy = 66.25,
                },
                new()
                {
                    Name = "rain",
                    Samples = 0,
                    Accuracy = null,
                },
            ],
            Confusion =
            [
                [2, 1],
                [0, 0],
            ],
        };

    private static ExportOutput Export() =>
        new()
        {
            Checkpoint = "/runs/a/checkpoints/last.safetensors",
            Path = "/models/a.onnx",
            DataPath = null,
            Model = "resnet8",
            Norm = "l2bn",
            Bytes = 301_234,
            Nodes = 95,
            FixedSize = false,
            Difference = 1.5e-6,
            Samples = 48,
        };

    private static PredictOutput Predict() =>
        new()
        {
            Checkpoint = "/runs/a/checkpoints/last.safetensors",
            Model = "asc_cnn",
            Norm = "l2bn",
            Predictions =
            [
                new ImagePrediction { File = "a.png", Top = [new() { Class = "dog", Probability = 0.75 }] },
                new SoundPrediction
                {
                    File = "b.wav",
                    Seconds = 5,
                    LogMel = null,
                    Top = [new() { Class = "rain", Probability = 0.5 }],
                },
            ],
        };

    private static AnalyzeOutput Analyze() =>
        new()
        {
            Checkpoint = "/runs/a/checkpoints/last.safetensors",
            Data = "esc10",
            Model = "asc_cnn",
            Norm = "l2bn",
            Step = 100,
            Statistics = "saved",
            Accuracy = 50,
            AccuracyRecalibrated = null,
            Discriminability = null,
            Places = [.. Samples.Analysis.FeatureTaps.Select(AnalyzedFeatures.FromTap)],
            Seconds = 1.5,
            Report = "/runs/a/analysis.html",
        };

    private static BenchOutput Bench() =>
        new()
        {
            Machine = s_machine,
            TriadGbS = 20.5,
            Layer =
            [
                new()
                {
                    Format = "float32-contiguous",
                    Shape = [32, 64, 56, 56],
                    Pass = "forward+backward",
                    Act = "relu",
                    L2bnMs = 2,
                    BnMs = 4,
                    ComposedMs = 8,
                    RatioBn = 0.5,
                    RatioComposed = 0.25,
                    GbS = 12.5,
                    SpreadBn = 0.01,
                },
                new()
                {
                    Format = "bfloat16-channels-last",
                    Shape = [32, 64, 56, 56],
                    Pass = "forward+backward",
                    Act = "none",
                    L2bnMs = 3,
                    BnMs = 4,
                    ComposedMs = null,
                    RatioBn = 0.75,
                    RatioComposed = null,
                    GbS = 11.5,
                    SpreadBn = 0.02,
                },
            ],
            Network =
            [
                new()
                {
                    Format = "float32-contiguous",
                    Model = "resnet20",
                    Batch = 128,
                    BnMs = 40,
                    ComposedMs = 50,
                    L2bnMs = 30,
                    NoneMs = 25,
                    RatioBn = 0.75,
                    RatioComposed = 0.6,
                    ShareRatio = double.NaN,
                    SpreadBn = 0.01,
                },
            ],
            Best = new()
            {
                Model = "resnet20",
                BnMs = 20,
                BnFormat = "bfloat16-channels-last",
                L2bnMs = 15,
                L2bnFormat = "bfloat16-contiguous",
                Ratio = 0.75,
            },
            Compare =
            [
                new()
                {
                    Command = "l2bn compare",
                    Jobs = 2,
                    Threads = 1,
                    Seconds = 20,
                    Ratio = 0.5,
                },
            ],
            Controls =
            [
                new()
                {
                    Name = "inference",
                    L2bnMs = 3,
                    OtherMs = 2,
                    Ratio = 1.5,
                },
            ],
        };

    private static ModelsOutput Models()
    {
        ModelRow row = new()
        {
            Name = "mlp",
            Input = [3, 32, 32],
            Classes = 10,
            Parameters = 1_842_186,
            MultiplyAdds = 1_840_128,
            Norms = ["bn", "l2bn"],
            Description = "Two hidden layers",
        };
        StepCost cost = new()
        {
            Norm = "bn",
            MsPerStep = 42.5,
            Ratio = 1,
            PeakMemoryBytes = 1 << 28,
        };
        return new ModelsOutput { Models = [row, row with { Batch = 4, Sample = [1, 28, 28], Costs = [cost] }] };
    }

    private static DataInfoOutput DataInfo() =>
        new()
        {
            Name = "mnist",
            Description = "28×28 gray",
            License = "CC BY-SA 3.0",
            Shape = [1, 28, 28],
            Classes = ["0", "1"],
            Train = 60_000,
            Test = 10_000,
            Mean = [0.28703785f],
            Std = [0.35382527f],
            Fingerprint = "58abb60c",
            Warnings = [],
        };

    private static DoctorOutput Doctor() =>
        new()
        {
            Ok = true,
            Machine = s_machine,
            Torch = new()
            {
                State = "Mended",
                Explanation = "The native library was patched.",
                Library = "/app/libLibTorchSharp.so",
            },
            Findings =
            [
                new()
                {
                    Name = "torch's native libraries",
                    Ok = true,
                    Text = "Patched: in order",
                },
            ],
        };
}
