using System.CommandLine;
using System.Diagnostics;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Configuration files of strangers: read, or refused in one line, at once.</summary>
public sealed class ConfigFileTests : TemporaryFolder
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "a bomb of aliases", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select(Bomb)) },
        { "an alias of itself", "a: &a [*a]\n" },
        { "lists in lists", "a: " + new string('[', 200_000) },
        { "lists in lists, line by line", string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "-\n")) },
        { "keys in keys", string.Concat(Enumerable.Repeat("? ", 20_000)) },
        { "objects in objects", "a: " + string.Concat(Enumerable.Repeat("{a: ", 20_000)) },
        { "an object", "a: {b: c}\n" },
        { "a list of lists", "a: [[b]]\n" },
        { "a list", "- a\n" },
        { "a text", "a\n" },
        { "a name twice", "a: 1\na: 2\n" },
        { "no name", "'': 1\n" },
        { "two documents", "a: 1\n---\nb: 1\n" },
        { "too long", new string('#', (1 << 20) + 1) },
        { "no YAML", "a: 'b\n" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Is_refused_in_one_line(string name, string text)
    {
        string path = PathOf("config.yaml");
        File.WriteAllText(path, text);
        var clock = Stopwatch.StartNew();
        UsageException refusal = Assert.Throws<UsageException>(() => ConfigFile.Value(path, "a"));
        Assert.Contains(path, refusal.Message);
        Assert.InRange(refusal.Message.Length, 1, 1000);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), name);
    }

    [Fact]
    public void Pipes_devices_and_long_files_are_refused_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no device files.");
        string pipe = PathOf("pipe"), sparse = PathOf("sparse");
        using (var make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit();
        using (FileStream file = File.Create(sparse))
            file.SetLength(12L << 30);
        ParseResult train = RootCommands.Create().Parse(["train"]);
        foreach (string path in new[] { pipe, sparse, "/dev/zero", Folder })
            Assert.Contains(path, Assert.Throws<UsageException>(() => ConfigFile.Apply(train, path)).Message);
    }

    [Fact]
    public void A_value_is_never_read_as_a_file()
    {
        string secret = PathOf("secret"), path = PathOf("config.yaml");
        File.WriteAllText(secret, "--epochs 7");
        File.WriteAllText(path, $"out: '@{secret}'\n");
        ParseResult merged = ConfigFile.Apply(RootCommands.Create().Parse(["train"]), path);
        Assert.Contains(merged.Tokens, token => token.Value == "@" + secret);
        Assert.DoesNotContain(merged.Tokens, token => token.Value == "7");
    }

    [Fact]
    public void Values_and_lists_are_read()
    {
        string path = PathOf("config.yaml");
        File.WriteAllText(path, "# comment\nepochs: 3\nlr: '0.1'\nmilestones: [1, 2]\nnorms:\n  - bn\n  - l2bn\nempty:\n");
        Assert.Equal(
            ["3", "0.1", "1,2", "bn,l2bn", "", null],
            new[] { "epochs", "lr", "milestones", "norms", "empty", "other" }.Select(name => ConfigFile.Value(path, name)));
        File.WriteAllText(path, "");
        Assert.Null(ConfigFile.Value(path, "epochs"));
    }

    private static string Bomb(char name) =>
        $"{name}: &{name} [{string.Join(',', Enumerable.Repeat("*" + (char)(name - 1), 9))}]\n";
}
