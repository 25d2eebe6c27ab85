using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>Lines of C# have at most as many characters as .editorconfig says.</summary>
public sealed class LineWidthTests
{
    private const int MaxLength = 140;

    [Fact]
    public void The_limit_is_that_of_editorconfig() =>
        Assert.Contains($"max_line_length = {MaxLength}", File.ReadAllText(Repository.PathOf(".editorconfig")), StringComparison.Ordinal);

    [Fact]
    public void Lines_are_not_longer() =>
        Assert.Empty(
            Repository.SourceFiles("src", "tests", "benchmarks", "samples", "build")
                .SelectMany(path => File.ReadLines(Repository.PathOf(path)).Index()
                    .Where(line => line.Item.Length > MaxLength)
                    .Select(line => $"{path}:{line.Index + 1} has {line.Item.Length} characters")));
}
