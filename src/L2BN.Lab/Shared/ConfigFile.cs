using System.CommandLine;
using L2BN.Results;
using L2BN.Scalars;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace L2BN.Lab.Shared;

/// <summary>Options from a YAML file: each key is an option's name without its dashes, read by the option's own parser.</summary>
internal static class ConfigFile
{
    private const int MostBytes = 1 << 20;

    /// <summary>The command line with the file's options added where it does not give them itself.</summary>
    /// <exception cref="UsageException">The file cannot be read, or has a key or a value that the command does not take.</exception>
    public static ParseResult Apply(ParseResult parse, string? path)
    {
        if (path is null)
            return parse;
        Command command = parse.CommandResult.Command;
        ParseResult merged = Add(parse, Read(path).SelectMany(item => Tokens(command, parse, item.Name, item.Value, path)));
        return merged.Errors.Count == 0 ? merged : throw new UsageException($"{path}: {merged.Errors[0].Message}");
    }

    /// <summary>The command line with defaults added, by names without dashes, where it does not give an option itself.</summary>
    public static ParseResult Default(ParseResult parse, IEnumerable<(string Name, string Value)> defaults) =>
        Add(parse, defaults.SelectMany(item => Tokens(parse.CommandResult.Command, parse, item.Name, item.Value, "defaults")));

    /// <summary>The value of an option, by its name without dashes, in a file that <see cref="Write"/> made; null where either is
    /// missing.</summary>
    /// <exception cref="ResultsException">The file is no regular one.</exception>
    public static string? Value(string path, string name) =>
        ResultsFile.Exists(path) ? Read(path).FirstOrDefault(item => item.Name == name.Replace('-', '_')).Value : null;

    /// <summary>Values as a file that <see cref="Apply"/> reads back.</summary>
    public static string Write(IReadOnlyDictionary<string, string> values) =>
        string.Concat(values.Select(item => $"{item.Key.Replace('-', '_')}: {Quoted(item.Value)}\n"));

    private static ParseResult Add(ParseResult parse, IEnumerable<string> tokens) => tokens.ToArray() is { Length: > 0 } added
        ? parse.RootCommandResult.Command.Parse([.. parse.Tokens.Select(token => token.Value), .. added], LabHost.Parsing)
        : parse;

    private static string Quoted(string text)
    {
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./+".Contains(c)) && !text.StartsWith('-'))
            return text;
        // YAML has the escapes of SafeText in double quotes only.
        string escaped = SafeText.Line(text);
        return escaped == text
            ? $"'{text.Replace("'", "''")}'"
            : $"\"{SafeText.Line(text.Replace("\\", "\\\\").Replace("\"", "\\\""))}\"";
    }

    private static IEnumerable<string> Tokens(Command command, ParseResult parse, string key, string value, string path)
    {
        string name = "--" + key.Replace('_', '-');
        Option option = command.Options.FirstOrDefault(option => option.Name == name && name is not ("--config" or "--help"))
            ?? throw new UsageException($"{path}: expected options of {command.Name}, got '{key}'. See: l2bn {command.Name} --help");
        return parse.GetResult(option) is { Implicit: false } ? [] : [name, value];
    }

    private static List<(string Name, string Value)> Read(string path)
    {
        try
        {
            using StreamReader text = new(new MemoryStream(InputFile.ReadAllBytes(path, MostBytes)));
            return ReadOptions(new Parser(text), path);
        }
        catch (YamlException error)
        {
            throw new UsageException($"{path}, line {error.Start.Line}: expected YAML, got: {error.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--config: cannot read '{path}': {error.Message}");
        }
    }

    // Event by event, not as a tree: aliases can make a tree of a few bytes larger than memory, and its depth can exhaust the stack.
    private static List<(string Name, string Value)> ReadOptions(IParser yaml, string path)
    {
        List<(string Name, string Value)> options = [];
        yaml.Consume<StreamStart>();
        if (!yaml.TryConsume<DocumentStart>(out _))
            return options;
        if (!yaml.TryConsume<MappingStart>(out _))
            throw Refuse(yaml, path, "lines of the form 'option: value'");
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            string name = Text(yaml, path, "an option's name");
            if (name.Length == 0 || options.Any(option => option.Name == name))
                throw new UsageException($"{path}: expected each option's name once, got '{name}'.");
            options.Add((name, Value(yaml, path)));
        }

        yaml.Consume<DocumentEnd>();
        return yaml.Accept<StreamEnd>(out _) ? options : throw Refuse(yaml, path, "one document");
    }

    private static string Value(IParser yaml, string path)
    {
        if (!yaml.TryConsume<SequenceStart>(out _))
            return Text(yaml, path, "a value or a list of values");
        List<string> items = [];
        while (!yaml.TryConsume<SequenceEnd>(out _))
            items.Add(Text(yaml, path, "a value in the list"));
        return string.Join(',', items);
    }

    private static string Text(IParser yaml, string path, string expected) =>
        yaml.Accept<Scalar>(out _) ? yaml.Consume<Scalar>().Value : throw Refuse(yaml, path, expected);

    private static UsageException Refuse(IParser yaml, string path, string expected) =>
        new($"{path}, line {yaml.Current?.Start.Line}: expected {expected}, got {Kind(yaml.Current)}.");

    private static string Kind(ParsingEvent? found) => found switch
    {
        AnchorAlias => "an alias",
        MappingStart => "options inside it",
        SequenceStart => "a list",
        Scalar scalar => $"'{scalar.Value}'",
        _ => "something else",
    };
}
