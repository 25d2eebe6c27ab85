using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq.Expressions;

namespace L2BN.Lab.Shared;

/// <summary>
/// The options of a command, or of a group that several commands share. Each is declared once: the property that it sets, its name, its
/// description and its range. The default is the value that the property has in a new <typeparamref name="T"/>.
/// </summary>
internal sealed class OptionSet<T>
    where T : new()
{
    private readonly T _defaults = new();
    private readonly List<Symbol> _symbols = [];
    private readonly List<Action<ParseResult, T>> _bindings = [];
    private readonly List<Func<T, IEnumerable<(string Name, string Value)>>> _texts = [];

    public void AddTo(Command command)
    {
        foreach (Symbol symbol in _symbols)
        {
            if (symbol is Option option)
                command.Add(option);
            else
                command.Add((Argument)symbol);
        }
    }

    /// <summary>A new object with the values of a command line.</summary>
    public T Read(ParseResult parse)
    {
        T target = new();
        Bind(parse, target);
        return target;
    }

    /// <summary>The values of options as texts that a command line would take, by their names without dashes; those without a value are left out.</summary>
    public IReadOnlyDictionary<string, string> Values(T target) =>
        _texts.SelectMany(texts => texts(target)).Where(item => item.Value.Length > 0).ToDictionary(item => item.Name, item => item.Value);

    /// <summary>Adds the options of a group, which <paramref name="group"/> reads into the object that <paramref name="property"/> names.</summary>
    public OptionSet<T> Include<TGroup>(Expression<Func<T, TGroup>> property, OptionSet<TGroup> group)
        where TGroup : new()
    {
        PropertyPath<T, TGroup> path = new(property);
        _symbols.AddRange(group._symbols);
        _bindings.Add((parse, target) => group.Bind(parse, path.Get(target)));
        _texts.Add(target => group._texts.SelectMany(texts => texts(path.Get(target))));
        return this;
    }

    /// <summary>Adds all options of another set for the same object.</summary>
    public OptionSet<T> Include(OptionSet<T> others)
    {
        _symbols.AddRange(others._symbols);
        _bindings.AddRange(others._bindings);
        _texts.AddRange(others._texts);
        return this;
    }

    public OptionSet<T> Argument(Expression<Func<T, string>> property, string name, string description) =>
        Add(property, new Argument<string>(name) { Description = description });

    /// <summary>One argument or more.</summary>
    public OptionSet<T> Arguments(Expression<Func<T, IReadOnlyList<string>>> property, string name, string description) =>
        Add(property, new Argument<IReadOnlyList<string>>(name)
        {
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        });

    public OptionSet<T> Text(Expression<Func<T, string?>> property, string name, string description) =>
        Add(property, new Option<string?>(name) { Description = description });

    /// <summary>Any number of texts: the option may be repeated.</summary>
    public OptionSet<T> Texts(Expression<Func<T, IReadOnlyList<string>>> property, string name, string description) =>
        Add(property, new Option<IReadOnlyList<string>>(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        });

    public OptionSet<T> Switch(Expression<Func<T, bool>> property, string name, string description) =>
        Add(property, new Option<bool>(name) { Description = description });

    public OptionSet<T> Whole(Expression<Func<T, int>> property, string name, string description, int least) =>
        Add(property, new Option<int>(name) { Description = description, CustomParser = result => OptionValue.Whole(result, least) });

    public OptionSet<T> Whole(Expression<Func<T, int?>> property, string name, string description, int least) =>
        Add(property, new Option<int?>(name) { Description = description, CustomParser = result => OptionValue.Whole(result, least) });

    /// <summary>Whole numbers separated by commas.</summary>
    public OptionSet<T> Wholes(Expression<Func<T, IReadOnlyList<int>>> property, string name, string description, string expected, int least) =>
        Add(property, new Option<IReadOnlyList<int>>(name)
        {
            Description = description,
            CustomParser = result => OptionValue.Wholes(result, expected, least),
        });

    public OptionSet<T> Number(Expression<Func<T, double>> property, string name, string description, NumberRange range) =>
        Add(property, new Option<double>(name) { Description = description, CustomParser = result => OptionValue.Number(result, range) });

    public OptionSet<T> Number(Expression<Func<T, double?>> property, string name, string description, NumberRange range) =>
        Add(property, new Option<double?>(name) { Description = description, CustomParser = result => OptionValue.Number(result, range) });

    /// <summary>One of several words, each of which stands for a value.</summary>
    public OptionSet<T> Choice<TValue>(
        Expression<Func<T, TValue>> property, string name, string description, params IReadOnlyList<(string Word, TValue Value)> choices)
    {
        PropertyPath<T, TValue> path = new(property);
        string[] words = [.. choices.Select(choice => choice.Word)];
        string standard = choices.Single(choice => Equals(choice.Value, path.Get(_defaults))).Word;
        Option<string> option = new(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => standard,
            CustomParser = result => OptionValue.Word(result, words),
        };
        option.CompletionSources.Add(words);
        _symbols.Add(option);
        _bindings.Add((parse, target) => path.Set(target, choices.Single(choice => choice.Word == parse.GetValue(option)).Value));
        _texts.Add(target => [(name[2..], choices.Single(choice => Equals(choice.Value, path.Get(target))).Word)]);
        return this;
    }

    private void Bind(ParseResult parse, T target)
    {
        foreach (Action<ParseResult, T> bind in _bindings)
            bind(parse, target);
    }

    private OptionSet<T> Add<TValue>(Expression<Func<T, TValue>> property, Argument<TValue> argument)
    {
        PropertyPath<T, TValue> path = new(property);
        _symbols.Add(argument);
        _bindings.Add((parse, target) => path.Set(target, parse.GetValue(argument)!));
        return this;
    }

    // Help shows a default where there is one; a switch that is off needs none.
    private OptionSet<T> Add<TValue>(Expression<Func<T, TValue>> property, Option<TValue> option)
    {
        PropertyPath<T, TValue> path = new(property);
        if (path.Get(_defaults) is { } standard and not (false or ICollection<int> { Count: 0 } or ICollection<string> { Count: 0 }))
            option.DefaultValueFactory = _ => standard;
        _symbols.Add(option);
        _bindings.Add((parse, target) =>
        {
            if (parse.GetValue(option) is { } value)
                path.Set(target, value);
        });
        _texts.Add(target => [(option.Name[2..], OptionValue.Text(path.Get(target)))]);
        return this;
    }
}
