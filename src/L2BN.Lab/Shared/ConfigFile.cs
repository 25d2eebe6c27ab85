using System.CommandLine;
using L2BN.Scalars;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

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
    public static string? Value(string path, string name) =>
        File.Exists(path) ? Read(path).FirstOrDefault(item => item.Name == name.Replace('-', '_')).Value : null;

    /// <summary>Values as a file that <see cref="Apply"/> reads back.</summary>
    public static string Write(IReadOnlyDictionary<string, string> values) =>
        string.Concat(values.Select(item => $"{item.Key.Replace('-', '_')}: {Scalar(item.Value)}\n"));

    private static ParseResult Add(ParseResult parse, IEnumerable<string> tokens) => tokens.ToArray() is { Length: > 0 } added
        ? parse.RootCommandResult.Command.Parse([.. parse.Tokens.Select(token => token.Value), .. added])
        : parse;

    private static string Scalar(string text)
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
            if (new FileInfo(path) is { Length: > MostBytes } file)
                throw new UsageException($"{path}: expected a configuration of at most {MostBytes} bytes, got {file.Length}.");
            using StreamReader text = new(path);
            YamlStream yaml = [];
            yaml.Load(text);
            if (yaml.Documents.Count == 0)
                return [];
            return yaml.Documents[0].RootNode is YamlMappingNode map
                ? [.. map.Children.Select(pair => (Key(pair.Key, path), Text(pair.Value, path)))]
                : throw new UsageException($"{path}: expected lines of the form 'option: value'.");
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

    private static string Key(YamlNode node, string path) => node is YamlScalarNode { Value: { Length: > 0 } key }
        ? key
        : throw new UsageException($"{path}: expected an option's name, got '{node}'.");

    private static string Text(YamlNode node, string path) => node switch
    {
        YamlScalarNode { Value: { } value } => value,
        YamlSequenceNode list => string.Join(',', list.Children.Select(item => Text(item, path))),
        _ => throw new UsageException($"{path}, line {node.Start.Line}: expected a value or a list of values."),
    };
}
