using System.Text.Json;

namespace L2BN.Results.Tests;

public class ResultsJsonTests
{
    [Fact]
    public void Summary_has_the_names_of_the_contract()
    {
        JsonElement root = JsonDocument.Parse(ResultsJson.Serialize(Samples.Summary())).RootElement;
        Assert.Equal(["schema", "data", "model", "epochs", "arms", "paired", "report"], Names(root).Take(7));
        Assert.Equal(
            ["norm", "accuracy", "accuracy_recalibrated", "loss", "ms_per_step", "peak_memory_bytes", "discriminability"],
            Names(root.GetProperty("arms")[0]).Take(7));
        Assert.Equal(["failed", "shifts"], Names(root.GetProperty("arms")[0]).Skip(7));
        Assert.Equal(["mean", "std", "values"], Names(root.GetProperty("arms")[0].GetProperty("accuracy")));
        Assert.Equal(
            ["a", "b", "delta_mean", "ci95", "p_sign_flip", "smallest_detectable", "seeds", "verdict"],
            Names(root.GetProperty("paired")[0]).Take(8));
        Assert.Superset(
            new HashSet<string> { "excludes", "method", "looks", "correlation", "loss", "p_failed" },
            Names(root.GetProperty("paired")[0]).ToHashSet());
    }

    [Fact]
    public void Summary_is_one_line_whatever_the_path()
    {
        string json = ResultsJson.Serialize(Samples.Summary());
        Assert.DoesNotContain(json, c => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085');
        Assert.Equal(Samples.Summary().Report, ResultsJson.ParseSummary(json).Report);
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void A_number_that_does_not_exist_is_null(double delta)
    {
        JsonElement root = JsonDocument.Parse(ResultsJson.Serialize(Samples.Summary(delta))).RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("paired")[0].GetProperty("delta_mean").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("arms")[0].GetProperty("ms_per_step").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("arms")[0].GetProperty("loss").GetProperty("values")[1].ValueKind);
    }

    [Fact]
    public void Missing_values_are_written_as_null() =>
        Assert.Contains("\"smallest_detectable\":null", ResultsJson.Serialize(Samples.Summary()), StringComparison.Ordinal);

    [Fact]
    public void Null_reads_back_as_NaN_where_a_number_is_required()
    {
        ComparisonSummary read = ReadBack(Samples.Summary());
        Assert.Equal([0.1 + 0.2, double.NaN], read.Arms[0].Loss.Values);
        Assert.Null(read.Arms[0].MsPerStep);
    }

    [Fact]
    public void Every_finite_double_reads_back_exactly() => CsCheck.Check.Sample(
        CsCheck.Gen.Double,
        value => !double.IsFinite(value) || ReadBack(Samples.Summary(value)).Paired[0].DeltaMean == value);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"schema\":1}")]
    [InlineData("""{"data":"d","model":null,"epochs":1,"arms":[],"paired":[]}""")]
    [InlineData("""{"data":"d","model":"m","epochs":1,"arms":null,"paired":[]}""")]
    public void Text_that_is_no_summary_is_refused(string json) =>
        Refusal.Says("Cannot read the summary", () => ResultsJson.ParseSummary(json));

    [Fact]
    public void Another_schema_is_refused()
    {
        string json = ResultsJson.Serialize(Samples.Summary() with { Schema = 2 });
        Refusal.Says("schema 2", () => ResultsJson.ParseSummary(json));
    }

    private static ComparisonSummary ReadBack(ComparisonSummary summary) => ResultsJson.ParseSummary(ResultsJson.Serialize(summary));

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(property => property.Name);
}
