using System.Globalization;
using System.Reflection;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;
using L2BN.Kernels;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.TestSupport;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using L2BN.Training.Schedules;

namespace L2BN.Experiments.Tests;

/// <summary>Runs that differ in any option are never runs of one comparison; runs that differ in none always are.</summary>
[Collection(TorchCollection.Name)]
public sealed class RequestFactsTests : TemporaryFolder
{
    // They change where a result goes or how it is shown, and no number of a run.
    private static readonly string[] s_withoutEffect =
    [
        nameof(ComparisonOptions.Output),
        nameof(ComparisonOptions.Margin),
        nameof(ComparisonOptions.TensorBoard),
        nameof(ComparisonOptions.Command),
        nameof(ComparisonOptions.Sections),
        nameof(ComparisonOptions.Checkpoints),
        nameof(ComparisonOptions.Workers),
        // Finished runs are tested on shifts that their records do not have.
        nameof(ComparisonOptions.Shifts),
        nameof(ComparisonOptions.ShiftSamples),
    ];

    // Part of the plan or of the record itself.
    private static readonly string[] s_inPlan =
    [
        nameof(ComparisonOptions.Norms), nameof(ComparisonOptions.Seeds), nameof(ComparisonOptions.Looks),
        nameof(ComparisonOptions.Model), nameof(ComparisonOptions.Data),
    ];

    private static readonly TrainerOptions s_training = new()
    {
        Epochs = 3,
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Step, Milestones = [3, 6] },
        Augmentation = new Shift(1),
        TimeBudget = TimeSpan.FromMinutes(1),
        Checkpoints = new CheckpointOptions { Folder = new CheckpointFolder("x"), Facts = Facts() },
    };

    public static TheoryData<string> TrainingProperties => [.. Paths(typeof(TrainerOptions), "")];

    public static TheoryData<string> ComparisonProperties =>
        [.. typeof(ComparisonOptions).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(TrainingProperties))]
    public void Every_property_of_every_nested_record_is_compared(string path) =>
        Assert.NotEqual(Text(s_training), Text((TrainerOptions)Changed(s_training, path.Split('.'))));

    [Theory]
    [MemberData(nameof(ComparisonProperties))]
    public void Every_option_of_a_comparison_is_compared_or_has_no_effect(string property)
    {
        var options = new ComparisonOptions { Training = s_training };
        if (s_withoutEffect.Contains(property) || s_inPlan.Contains(property))
            return;
        var changed = (ComparisonOptions)Changed(
            options,
            property == nameof(ComparisonOptions.Training) ? [property, "Epochs"] : [property]);
        Assert.NotEqual(Text(RequestFacts.FromOptions(options, 0)), Text(RequestFacts.FromOptions(changed, 0)));
    }

    [Fact]
    public void The_culture_of_the_process_does_not_matter()
    {
        string expected = Text(s_training);
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, Text(s_training));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_type_of_a_list_does_not_matter() => Assert.Equal(
        Text(s_training), Text(s_training with { Schedule = s_training.Schedule with { Milestones = new List<int> { 3, 6 } } }));

    [Fact]
    public void Facts_of_earlier_versions_still_match_where_they_are_complete()
    {
        Dictionary<string, string> facts = RequestFacts.FromOptions(new TrainerOptions { Epochs = 3, LearningRate = 0.25 });
        Assert.Equal(
            "ScheduleOptions { Kind = Cosine, MinimumRate = 0, Milestones = System.Int32[], Gamma = 0.1, WarmupEpochs "
                + "= 0, FirstCycle = 2, CycleFactor = 2 }",
            facts["schedule"]);
        Assert.Equal(
            ("3", "0.25", "none", "True", "Sgd"),
            (facts["epochs"], facts["lr"], facts["augmentation"], facts["nesterov"], facts["optimizer"]));
        Assert.Equal("none", facts["checkpoints"]);
        Assert.Equal(typeof(TrainerOptions).GetProperties().Length, facts.Count);
    }

    [Fact]
    public void Runs_of_another_schedule_or_another_augmentation_are_not_mixed()
    {
        TrainerOptions training = s_training with
        {
            Epochs = 1,
            BatchSize = 16,
            LearningRate = 0.05,
            Checkpoints = null,
            TimeBudget = null,
        };
        Run(training);
        Assert.Contains(
            "schedule",
            Refusal(training with { Schedule = training.Schedule with { Milestones = [3, 7] } }),
            StringComparison.Ordinal);
        Assert.Contains(
            "augmentation is shift(1) there and shift(2) here",
            Refusal(training with { Augmentation = new Shift(2) }),
            StringComparison.Ordinal);
        Assert.Equal(2, Run(training with { Augmentation = new Shift(1) }).Reused);
    }

    private string Refusal(TrainerOptions training) => Assert.Throws<ResultsException>(() => Run(training)).Message;

    private ComparisonResult Run(TrainerOptions training) =>
        Comparison.Run(
            TinyNetwork.Create,
            TinyDataset.Splits(),
            new ComparisonOptions
            {
                Seeds = 1,
                Analyze = false,
                Output = Folder,
                Training = training,
            });

    private static string Text(TrainerOptions options) => Text(RequestFacts.FromOptions(options));

    private static string Text(IReadOnlyDictionary<string, string> facts) => string.Join('\n', facts);

    private static CheckpointFacts Facts() =>
        new()
        {
            Model = "m",
            Norm = "n",
            Data = "d",
            DataFingerprint = "f",
            Classes = ["a"],
            Shape = [1, 2, 3],
            Mean = [0.5f],
            Std = [0.25f],
            Threads = 1,
        };

    private static IEnumerable<string> Paths(Type type, string before) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .SelectMany(property => IsRecord(property.PropertyType)
            ? Paths(property.PropertyType, $"{before}{property.Name}.")
            : [before + property.Name]);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static object Changed(object record, string[] path)
    {
        object copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        PropertyInfo property = record.GetType().GetProperty(path[0])!;
        object? value = property.GetValue(record);
        property.SetValue(copy, path.Length > 1 ? Changed(value!, path[1..]) : Other(value, property.Name));
        return copy;
    }

    private static object Other(object? value, string name) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        double number => number + 0.5,
        string text => text + "x",
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        OptimizerKind.Sgd => OptimizerKind.AdamW,
        ScheduleKind.Step => ScheduleKind.Constant,
        FeatureLayout.ChannelsFirst => FeatureLayout.ChannelsLast,
        Precision.Full => Precision.BFloat16,
        IReadOnlyList<int> list => (int[])[.. list, 9],
        IReadOnlyList<float> list => (float[])[.. list, 9],
        IReadOnlyList<string> list => (string[])[.. list, "z"],
        IReadOnlyDictionary<string, string> items => new Dictionary<string, string>(items) { ["k"] = "v" },
        IAugmentation => new Shift(2),
        CheckpointFolder => new CheckpointFolder("y"),
        _ => throw new ArgumentException($"Say how {name}, a {value?.GetType()}, can be changed."),
    };

    private sealed class Shift(float by) : IAugmentation
    {
        public string Identity => string.Create(CultureInfo.InvariantCulture, $"shift({by})");

        public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
        {
            for (int i = 0; i < sample.Length; i++)
                sample[i] += by;
        }
    }
}
