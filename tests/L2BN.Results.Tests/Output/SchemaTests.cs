using System.Text.Json;
using L2BN.Results.Output;

namespace L2BN.Results.Tests.Output;

/// <summary>
/// Every record that <c>--json</c> prints has a schema in docs/schema and a golden line in tests/L2BN.Results.Tests/Golden.
/// <c>build/schemas</c> rewrites both after a change of a record.
/// </summary>
public class SchemaTests
{
    public static TheoryData<string> Names => [.. OutputCatalog.Types.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_schema_is_that_of_the_record(string name) =>
        Same(SchemaWriter.Write(OutputCatalog.Types[name]), SchemaPath(name));

    [Theory, MemberData(nameof(Names))]
    public void A_record_is_written_as_the_golden_line(string name) =>
        Same(OutputSamples.Line(name) + "\n", Repository.PathOf("tests", "L2BN.Results.Tests", "Golden", $"{name}.json"));

    [Theory, MemberData(nameof(Names))]
    public void The_golden_line_is_valid(string name) =>
        Assert.Empty(JsonSchema.Errors(Schema(name), JsonDocument.Parse(OutputSamples.Line(name)).RootElement));

    [Fact]
    public void No_schema_is_without_a_record() =>
        Assert.Equal(
            OutputCatalog.Types.Keys.Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(Repository.PathOf("docs", "schema"))
                .Select(file => Path.GetFileName(file).Replace(".schema.json", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"schema":2,"datasets":[]}""", "expected 1")]
    [InlineData("""{"schema":1}""", "datasets")]
    [InlineData(
        """{"schema":1,"datasets":[{"name":"a","description":"b","licence":"c","needs_directory":"no","folds":0}]}""",
        "needs_directory")]
    [InlineData(
        """{"schema":1,"datasets":[{"name":"a","description":null,"licence":"c","needs_directory":true,"folds":0}]}""",
        "description")]
    public void What_is_wrong_is_found(string json, string named) =>
        Assert.Contains(
            named,
            Assert.Single(JsonSchema.Errors(Schema("data-list"), JsonDocument.Parse(json).RootElement)),
            StringComparison.Ordinal);

    private static bool Writes => Environment.GetEnvironmentVariable("L2BN_WRITE_SCHEMAS") == "1";

    private static string SchemaPath(string name) => Repository.PathOf("docs", "schema", $"{name}.schema.json");

    private static JsonElement Schema(string name) => JsonDocument.Parse(
        Writes ? SchemaWriter.Write(OutputCatalog.Types[name]) : File.ReadAllText(SchemaPath(name))).RootElement;

    private static void Same(string text, string path)
    {
        if (Writes)
            File.WriteAllText(path, text);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == text,
            $"{path} is not up to date: run build/schemas and review the difference.");
    }
}
