using L2BN.Analysis.Statistics;
using L2BN.Reporting;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.TestSupport;
using L2BN.Training;

namespace L2BN.Experiments.Tests;

/// <summary>Every look at the pairs of a comparison is on record, and decides by which test the next one is judged.</summary>
[Collection(TorchCollection.Name)]
public sealed class LookTests : TemporaryFolder
{
    private readonly List<string> _notes = [];

    private IReadOnlyList<LookRecord> Looks => ComparisonFolder.Open(Folder).ReadLooks();

    [Fact]
    public void One_look_that_is_repeated_stays_one_and_added_seeds_make_it_any_number()
    {
        Assert.Equal("fixed", Run(2).Paired[0].Method);
        ComparisonSummary again = Run(2);
        Assert.Equal(("fixed", 2), (again.Paired[0].Method, Assert.Single(Looks).Pairs));
        PairedSummary added = Run(3).Paired[0];
        Assert.Equal("anytime", added.Method);
        Assert.Equal([2, 3], added.Looks);
        Assert.Equal(["fixed", "anytime"], Looks.Select(look => look.Method));
        Assert.Equal(ResultsJson.Serialize(added), ResultsJson.Serialize(StoredComparison.Read(Folder).Summary.Paired[0]));
    }

    [Fact]
    public void Planned_looks_are_taken_one_after_the_other_and_the_same_command_repeats_them()
    {
        PairedSummary pair = Run(3, 2, 3).Paired[0];
        Assert.Equal("planned", pair.Method);
        Assert.Equal([2, 3], pair.Looks);
        Assert.Contains("After 2 of at most 3 pairs: undecided", Assert.Single(_notes), StringComparison.Ordinal);
        Assert.Equal(ResultsJson.Serialize(pair), ResultsJson.Serialize(Run(3, 2, 3).Paired[0]));
        Assert.Equal([2, 3], Looks.Select(look => look.Pairs));
        Assert.Equal("anytime", Run(4, 3, 4).Paired[0].Method);
    }

    [Fact]
    public void A_planned_look_that_decides_every_arm_is_the_last()
    {
        ComparisonSummary summary = Run(12, 6, 12, margin: 1000);
        Assert.Equal(("equivalent", 6), (summary.Paired[0].Verdict, summary.Paired[0].Seeds));
    }

    [Fact]
    public void Looks_that_do_not_rise_to_the_seeds_are_refused()
    {
        foreach (int[] looks in new int[][] { [2, 2, 3], [2], [0, 3] })
            Assert.Throws<ArgumentException>(() => Run(3, looks));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_report_before_the_end_is_a_look()
    {
        Run(2);
        File.Delete(Path.Combine(Folder, "looks.jsonl"));
        File.Delete(ComparisonFolder.Open(Folder).SummaryPath);
        ComparisonReport report = StoredComparison.Read(Folder);
        Assert.Equal("anytime", report.Summary.Paired[0].Method);
        StoredComparison.RecordLook(Folder, report);
        LookRecord look = Assert.Single(Looks);
        Assert.Equal((2, "anytime"), (look.Pairs, look.Method));
        Assert.Empty(look.Plan);
        // Two pairs could decide nothing: the plan still holds.
        Assert.Equal("fixed", Run(2).Paired[0].Method);
    }

    [Theory]
    [InlineData(DecisionMethod.Fixed, 6, "6")]
    [InlineData(DecisionMethod.Fixed, 6, "6", "6:6")]
    [InlineData(DecisionMethod.Anytime, 10, "10", "6:6")]
    [InlineData(DecisionMethod.Planned, 10, "7 10 15", "7:7 10 15")]
    [InlineData(DecisionMethod.Anytime, 10, "7 10 20", "7:7 10 15")]
    [InlineData(DecisionMethod.Fixed, 10, "10", "4:")]
    [InlineData(DecisionMethod.Anytime, 10, "10", "8:")]
    [InlineData(DecisionMethod.Anytime, 8, "")]
    public void The_looks_before_decide(DecisionMethod method, int pairs, string plan, params string[] earlier)
    {
        LookRecord[] looks =
            [.. earlier.Select(text => text.Split(':')).Select(parts => Look(int.Parse(parts[0], null), Numbers(parts[1])))];
        Assert.Equal(method, LookPlan.At(pairs, Numbers(plan), looks).Method);
    }

    [Fact]
    public void A_record_that_is_no_look_is_refused()
    {
        Run(1);
        File.AppendAllText(Path.Combine(Folder, "looks.jsonl"), "{\"pairs\":-1}\n");
        Assert.Contains("looks.jsonl', line 2", Assert.Throws<ResultsException>(() => Run(1)).Message, StringComparison.Ordinal);
    }

    private static int[] Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, null))];

    private static LookRecord Look(int pairs, int[] plan) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Pairs = pairs,
        Plan = plan,
        Arms = ["bn", "l2bn"],
        Method = "fixed",
        Verdicts = ["undecided"],
    };

    private ComparisonSummary Run(int seeds, params int[] looks) => Run(seeds, looks, margin: null);

    private ComparisonSummary Run(int seeds, int first, int last, double margin) => Run(seeds, [first, last], margin);

    private ComparisonSummary Run(int seeds, int[] looks, double? margin) => Comparison.Run(
        TinyNetwork.Create,
        TinyDataset.Splits(),
        new ComparisonOptions
        {
            Seeds = seeds,
            Looks = looks,
            Output = Folder,
            Analyze = false,
            Checkpoints = false,
            Margin = margin,
            Training = new TrainerOptions { Epochs = 1, BatchSize = 16, LearningRate = 0.05 },
        },
        new NoteTaker(_notes)).Summary;

    private sealed class NoteTaker(List<string> notes) : IComparisonObserver
    {
        public void OnNote(string note) => notes.Add(note);
    }
}
