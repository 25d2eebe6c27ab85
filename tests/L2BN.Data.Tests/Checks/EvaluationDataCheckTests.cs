using L2BN.Data.Checks;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Checks;

public class EvaluationDataCheckTests
{
    private static readonly SampleShape s_shape = new(1, 2, 2);

    [Fact]
    public void A_damaged_test_file_ends_the_run_before_it_starts()
    {
        bool started = false;
        Assert.Equal(
            "9.png: damaged.",
            Assert.Throws<DataException>(() => EvaluationDataCheck.Run([Splits(broken: 9)], _ => started = true)).Message);
        Assert.False(started);
    }

    [Fact]
    public void A_damaged_file_that_is_read_later_cancels_the_run()
    {
        DataException e = Assert.Throws<DataException>(() => EvaluationDataCheck.Run([Splits(broken: 30)], token =>
        {
            Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
            token.ThrowIfCancellationRequested();
            return 0;
        }, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal("30.png: damaged.", e.Message);
    }

    [Fact]
    public void A_damaged_validation_file_is_found_too()
    {
        DataSplits data = Splits(broken: null) with { Validation = new FileDataset(3, broken: 2) };
        Assert.Throws<DataException>(() => EvaluationDataCheck.Run([data], _ => 0));
    }

    [Fact]
    public void Valid_data_give_the_result_of_the_run()
    {
        Assert.Equal(5, EvaluationDataCheck.Run([Splits(broken: null)], _ => 5));
        Assert.Equal(5, EvaluationDataCheck.Run([Splits(broken: null)], _ => 5, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public void Training_files_and_data_in_memory_are_not_read()
    {
        DataSplits data = Splits(broken: null) with
        {
            Train = new FileDataset(3, broken: 0),
            Test = new ToyDataset(3, s_shape) { Broken = (0, new DataException("a", "b", null)) },
        };
        Assert.Equal(5, EvaluationDataCheck.Run([data], _ => 5));
    }

    [Fact]
    public void The_callers_cancellation_stays_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => EvaluationDataCheck.Run([Splits(broken: null)], token =>
        {
            stop.Cancel();
            token.ThrowIfCancellationRequested();
            return 0;
        }, TimeSpan.Zero, stop.Token));
    }

    [Fact]
    public void A_failure_of_the_run_itself_is_not_hidden() =>
        Assert.Throws<InvalidOperationException>(() => EvaluationDataCheck.Run<int>([Splits(broken: 30)],
            _ => throw new InvalidOperationException(), TimeSpan.Zero, CancellationToken.None));

    private static DataSplits Splits(int? broken) =>
        new(new ToyDataset(4, s_shape), new FileDataset(40, broken), null, new Normalization([0], [1]), "fingerprint");

    private sealed class FileDataset(int count, int? broken) : IDataset
    {
        public string Name => "files";

        public IReadOnlyList<string> Classes => ["a"];

        public SampleShape Shape => s_shape;

        public int Count => count;

        public bool DecodesFiles => true;

        public int Label(int index) => 0;

        public void Read(int index, Span<float> destination)
        {
            if (index == broken)
                throw new DataException($"{index}.png", "damaged", null);
            destination.Clear();
        }
    }
}
