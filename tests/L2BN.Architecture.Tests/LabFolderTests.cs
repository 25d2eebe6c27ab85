using System.Text.RegularExpressions;
using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>The Lab is ordered by feature: a folder is a command, and its folders use each other in one direction only.</summary>
public partial class LabFolderTests
{
    private const string Lab = "L2BN.Lab";

    private static Dictionary<string, string[]> Folders { get; } = Directory.EnumerateDirectories(Repository.PathOf("src", Lab))
        .Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any())
        .ToDictionary(folder => Path.GetFileName(folder), Uses);

    public static TheoryData<string> Names => [.. Folders.Keys];

    [Fact]
    public void Folders_are_found() => Assert.All(["Bench", "Compare", "Shared", "Train"], name => Assert.Contains(name, Folders.Keys));

    [Theory, MemberData(nameof(Names))]
    public void A_folder_does_not_reach_itself(string folder) => Assert.DoesNotContain(folder, Reachable(folder, Folders));

    [Theory, MemberData(nameof(Names))]
    public void Namespaces_follow_folders(string folder) => Assert.All(Files(folder), file => Assert.Contains(
        $"namespace {Lab}.{folder};", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void A_cycle_would_be_found() =>
        Assert.Contains("A", Reachable("A", new() { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A"] }));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Repository.PathOf("src", Lab, folder), "*.cs");

    private static string[] Uses(string folder) => [.. Directory.EnumerateFiles(folder, "*.cs")
        .SelectMany(file => Using().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct()];

    private static HashSet<string> Reachable(string folder, Dictionary<string, string[]> uses)
    {
        HashSet<string> found = [];
        Stack<string> open = new([folder]);
        while (open.TryPop(out string? next))
        {
            foreach (string used in uses.GetValueOrDefault(next, []).Where(found.Add))
                open.Push(used);
        }

        return found;
    }

    [GeneratedRegex(@"^using (?:static )?L2BN\.Lab\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
