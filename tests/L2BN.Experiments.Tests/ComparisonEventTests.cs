using L2BN.Results;

namespace L2BN.Experiments.Tests;

public sealed class ComparisonEventTests
{
    private static readonly PlannedRun s_run = new(new Arm("bn#2", "bn(eps=0.001)", 1), 2, 3, 1_000_003) { Index = 7 };

    private static readonly EpochRecord s_epoch = new()
    {
        Epoch = 1,
        Steps = 10,
        LearningRate = 0.1 + 0.2,
        TrainLoss = double.NaN,
        TrainAccuracy = 60,
        MsPerStep = 1.5,
        Seconds = 1,
        Layers =
        [
            new LayerTrace
            {
                Layer = "conv.weight",
                GradientNorm = 0.1,
                WeightNorm = double.PositiveInfinity,
                EffectiveStep = 0,
            },
        ],
    };

    private static readonly RunRecord s_record = new()
    {
        Arm = "bn#2",
        Norm = "bn",
        Model = "m",
        Data = "d",
        Seed = 3,
        Epochs = [s_epoch],
        Final = new FinalRecord
        {
            Accuracy = 81.25,
            Loss = 1,
            AccuracyRecalibrated = 81,
            LossRecalibrated = 1,
            MsPerStep = double.NaN,
            Confusion =
            [
                [3, 1],
                [0, 4],
            ],
        },
        Request = new RunRequest
        {
            Epochs = 1,
            Options = new Dictionary<string, string> { ["Lr_Odd"] = "ü\n\"" },
            Classes = ["a", "b"],
        },
    };

    public static TheoryData<string> Kinds => [.. Events.Select(item => item.GetType().Name)];

    private static ComparisonEvent[] Events =>
        [
            new PlanEvent([s_run, s_run with { Index = 8 }]),
            new RunStartedEvent(s_run),
            new RunResumedEvent(s_run, [s_epoch]),
            new StepEvent(s_run, 4, 12),
            new EpochEvent(s_run, s_epoch),
            new AnalysisEvent(s_run),
            new RunFinishedEvent(s_run, s_record),
            new RunReusedEvent(s_run, s_record),
            new RunFailedEvent(s_run, "killed twice"),
            new NoteEvent("two of three fit"),
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_arrives_at_another_process_as_it_was_sent(string kind)
    {
        ComparisonEvent sent = Events.Single(item => item.GetType().Name == kind);
        string line = sent.ToJson();
        Assert.DoesNotContain('\n', line);
        var read = ComparisonEvent.FromJson(line);
        Assert.Equal(sent.GetType(), read.GetType());
        Assert.Equal(line, read.ToJson());
        List<ComparisonEvent> observed = [];
        read.SendTo(new EventObserver(observed.Add));
        Assert.Equal(line, Assert.Single(observed).ToJson());
    }

    [Fact]
    public void Every_event_of_the_observer_is_one_of_the_records() =>
        Assert.Equal(typeof(IComparisonObserver).GetMethods().Length, Events.Length);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"event\":\"unheard_of\"}")]
    [InlineData("{\"event\":\"step\",\"run\":1}")]
    public void A_line_that_is_no_event_is_refused(string line) => Assert.Throws<ResultsException>(() => ComparisonEvent.FromJson(line));
}
