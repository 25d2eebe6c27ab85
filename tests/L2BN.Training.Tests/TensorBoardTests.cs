using L2BN.Results;
using L2BN.Scalars;

namespace L2BN.Training.Tests;

public sealed class TensorBoardTests : TemporaryFolder
{
    private string Events => Assert.Single(Directory.GetFiles(Path.Combine(Folder, "tensorboard"), "*tfevents*"));

    [Fact]
    public void Scalars_read_back_with_right_checksums()
    {
        var log = new TensorBoardLog(Folder, [Epoch(1)]);
        log.Add(Epoch(2));
        IReadOnlyList<LoggedScalar> scalars = EventFile.Read(Events);
        Assert.Equal(
            [(1L, 0.5f), (2L, 0.25f)],
            scalars.Where(scalar => scalar.Tag == "loss/train").Select(scalar => (scalar.Step, scalar.Value)));
        Assert.Equal(40f, scalars.Single(scalar => scalar is { Tag: "accuracy/test", Step: 2 }).Value);
        double now = DateTimeOffset.Now.ToUnixTimeSeconds();
        Assert.All(scalars, scalar => Assert.InRange(scalar.Time, now - 60, now + 60));
    }

    [Fact]
    public void What_is_not_a_number_is_left_out()
    {
        _ = new TensorBoardLog(Folder, [Epoch(1) with { TrainLoss = double.NaN, TestAccuracy = null }]);
        string[] tags = [.. EventFile.Read(Events).Select(scalar => scalar.Tag)];
        Assert.Contains("accuracy/train", tags);
        Assert.DoesNotContain("loss/train", tags);
        Assert.DoesNotContain("accuracy/test", tags);
    }

    [Fact]
    public void A_second_start_replaces_the_events_of_the_first()
    {
        _ = new TensorBoardLog(Folder, [Epoch(1), Epoch(2), Epoch(3)]);
        _ = new TensorBoardLog(Folder, [Epoch(1)]);
        Assert.All(EventFile.Read(Events), scalar => Assert.Equal(1, scalar.Step));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(Path.Combine(Folder, "tensorboard"), "a file");
        ResultsException refused = Assert.Throws<ResultsException>(() => new TensorBoardLog(Folder, []));
        Assert.Contains("tensorboard", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_deleted_or_written_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        string elsewhere = Directory.CreateDirectory(PathOf("elsewhere")).FullName;
        string events = Path.Combine(elsewhere, "events.out.tfevents.1");
        File.WriteAllText(events, "of another run");
        Directory.CreateSymbolicLink(PathOf("tensorboard"), elsewhere);
        ResultsException refused = Assert.Throws<ResultsException>(() => new TensorBoardLog(Folder, []));
        Assert.Contains("got a link", refused.Message, StringComparison.Ordinal);
        Assert.Equal([events], Directory.GetFiles(elsewhere));
        Assert.Equal("of another run", File.ReadAllText(events));
    }

    private static EpochRecord Epoch(int number) => new()
    {
        Epoch = number,
        Steps = 10,
        LearningRate = 0.1,
        TrainLoss = 1.0 / (1 << number),
        TrainAccuracy = 30,
        TestAccuracy = 20 * number,
        MsPerStep = 5,
        Seconds = 1,
    };
}
