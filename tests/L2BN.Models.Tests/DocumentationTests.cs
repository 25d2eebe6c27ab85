using System.Globalization;

namespace L2BN.Models.Tests;

public class DocumentationTests
{
    [Fact]
    public void Table_of_models_is_the_catalogs()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "models.md"));
        IEnumerable<string> table =
            lines.SkipWhile(line => line != "<!-- models -->").Skip(1).TakeWhile(line => line != "<!-- /models -->");
        string right = Path.Combine(AppContext.BaseDirectory, "docs", "models-table.md");
        File.WriteAllLines(right, Table());
        Assert.True(Table().SequenceEqual(table), $"docs/models.md is out of date; the right table is in {right}");
    }

    private static IEnumerable<string> Table() =>
    [
        "| name | input | classes | parameters | multiply-adds | what | source |",
        "|---|---|---|---|---|---|---|",
        .. ModelCatalog.Entries.Select(Row),
    ];

    private static string Row(ModelInfo info) => string.Create(CultureInfo.InvariantCulture,
        $"| `{info.Name}` | {info.SampleInput} | {info.Classes} | {info.Parameters:N0} | {info.MultiplyAdds / 1e6:N1} M "
        + $"| {info.Description} | {info.Source} |");
}
