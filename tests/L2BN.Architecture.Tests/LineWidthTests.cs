using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>Lines of C# have at most as many characters as .editorconfig says.</summary>
public sealed class LineWidthTests
{
    private const int MaxLength = 140;

    public static TheoryData<string> Folders => ["src", "tests", "benchmarks", "samples"];

    [Fact]
    public void The_limit_is_that_of_editorconfig() =>
        Assert.Contains($"max_line_length = {MaxLength}", File.ReadAllText(Repository.PathOf(".editorconfig")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Folders))]
    public void Lines_are_not_longer(string folder)
    {
        string[] longer =
        [
            .. Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
                .Where(path => !IsBuildOutput(path))
                .SelectMany(path => File.ReadLines(path).Index().Where(line => line.Item.Length > MaxLength)
                    .Select(line => $"{Path.GetRelativePath(Repository.Root, path)}:{line.Index + 1} has {line.Item.Length} characters")),
        ];
        Assert.True(longer.Length == 0, $"{longer.Length} lines are longer than {MaxLength} characters:\n{string.Join('\n', longer)}");
    }

    private static bool IsBuildOutput(string path) =>
        path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        || path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
