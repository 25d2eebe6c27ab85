using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests;

public sealed class HelpTests : TemporaryFolder
{
    [Theory]
    [InlineData("--help")]
    [InlineData("compare --help")]
    [InlineData("train --help")]
    [InlineData("--version")]
    public void Answers_without_torch(string arguments)
    {
        foreach (string file in Directory
            .GetFiles(AppContext.BaseDirectory)
            .Where(file => !Path.GetFileName(file).Contains("Torch", StringComparison.OrdinalIgnoreCase)))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        LabResult result = LabProcess.RunFrom(Folder, arguments.Split(' '));
        Assert.True(result.Code == 0, result.Errors);
        Assert.NotEmpty(result.Output);
        Assert.Empty(result.Errors);
    }

    public static TheoryData<string> Commands => [.. Paths(RootCommands.Create(), "")];

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_describes_itself_and_its_options(string path)
    {
        Command command = Find(path);
        string help = Help(path);
        Assert.Contains(command.Description!, help, StringComparison.Ordinal);
        Assert.All(command.Subcommands, inner => Assert.Equal(!inner.Hidden, help.Contains($"  {inner.Name}", StringComparison.Ordinal)));
        foreach (Symbol symbol in command.Options.Cast<Symbol>().Concat(command.Arguments))
        {
            Assert.True(
                symbol.Description is { Length: > 0 } text && text[^1] is '.' or ']' || symbol is { Name: "--help" or "--version" },
                $"{path} {symbol.Name}: {symbol.Description}");
            Assert.Contains(symbol.Name, help, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("System.", help, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_that_does_something_prints_json_on_request(string path)
    {
        Command command = Find(path);
        Assert.Equal(command.Subcommands.Count == 0, command.Options.Any(option => option.Name == "--json"));
        Assert.Equal(command.Options.Select(option => option.Name).Distinct(), command.Options.Select(option => option.Name));
    }

    [Fact]
    public void A_switch_that_is_on_by_default_says_so() => Assert.Matches(@"--nesterov .*\[default: true\]", Help("train"));

    private static string Help(string path)
    {
        using StringWriter output = new();
        RootCommands.Create().Parse($"{path} --help".Trim()).Invoke(new InvocationConfiguration { Output = output });
        return output.ToString();
    }

    private static Command Find(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((Command)RootCommands.Create(), (command, name) => command.Subcommands.Single(inner => inner.Name == name));

    private static IEnumerable<string> Paths(Command command, string path) =>
        [path, .. command.Subcommands.Where(inner => !inner.Hidden).SelectMany(inner => Paths(inner, $"{path} {inner.Name}".Trim()))];

    [Theory]
    [InlineData("")]
    [InlineData("comparr")]
    public void A_command_that_does_not_exist_is_a_usage_error(string arguments)
    {
        LabResult result = LabProcess.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--help", result.OnlyError, StringComparison.Ordinal);
    }
}
