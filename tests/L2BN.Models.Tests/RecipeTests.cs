using L2BN.Models.Norms;
using L2BN.Scalars;

namespace L2BN.Models.Tests;

public class RecipeTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "recipes");

    public static TheoryData<string> Recipes =>
        [.. Directory.EnumerateFiles(s_folder, "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_folder, path))];

    [Theory, MemberData(nameof(Recipes))]
    public void Recipe_names_a_model_and_a_norm_and_says_what_to_expect(string recipe)
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_folder, recipe));
        Assert.Equal("l2bn", NormSpec.Parse(Value(lines, "norm")).Name);
        Assert.NotNull(ModelCatalog.Find(Value(lines, "model")));
        Assert.True(int.Parse(Value(lines, "epochs")) > 0 && double.Parse(Value(lines, "lr")) > 0);
        Assert.Contains(lines, line => line.Contains("published BatchNorm accuracy", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(lines, line => line.StartsWith("# Estimated time for one run: ", StringComparison.Ordinal));
    }

    private static string Value(string[] lines, string key) =>
        Assert.Single(lines, line => line.StartsWith($"{key}: ", StringComparison.Ordinal))[(key.Length + 2)..];
}
