using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq.Expressions;
using L2BN.Scalars;

namespace L2BN.Lab.Shared;

/// <summary>
/// The options of a command, or of a group that several commands share. Each is declared once: the property that it sets, its name, its
/// description and its range. The default is the value that the property has in a new <typeparamref name="T"/>.
/// </summary>
internal sealed class OptionSet<T>
    where T : new()
{
    private readonly T _defaults = new();
    private readonly List<Item> _items = [];

    public void AddTo(Command command)
    {
        foreach (Item item in _items)
        {
            if (item.Symbol is Option option)
                command.Add(option);
            else
                command.Add((Argument)item.Symbol);
        }
    }

    /// <summary>A new object with the values of a command line.</summary>
    public T Read(ParseResult parse)
    {
        T target = new();
        foreach (Item item in _items)
            item.Bind(parse, target);
        return target;
    }

    /// <summary>The values of options as texts that a command line would take, by their names without dashes; those without a value are
    /// left out.</summary>
    public IReadOnlyDictionary<string, string> Values(T target) => _items.Where(item => item.Symbol is Option)
        .Select(item => (item.Symbol.Name, Value: item.Text(target))).Where(item => item.Value.Length > 0)
        .ToDictionary(item => item.Name.TrimStart('-'), item => item.Value);

    /// <summary>Adds the options of a group, which are read into the object that <paramref name="property"/> names.</summary>
    public OptionSet<T> Include<TGroup>(Expression<Func<T, TGroup>> property, OptionSet<TGroup> group)
        where TGroup : new()
    {
        PropertyPath<T, TGroup> path = new(property);
        _items.AddRange(group._items.Select(item => new Item(
            item.Symbol, (parse, target) => item.Bind(parse, path.Get(target)), target => item.Text(path.Get(target)))));
        return this;
    }

    /// <summary>Adds all options of another set for the same object.</summary>
    public OptionSet<T> Include(OptionSet<T> others)
    {
        _items.AddRange(others._items);
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
    public OptionSet<T> Wholes(
        Expression<Func<T, IReadOnlyList<int>>> property,
        string name,
        string description,
        string expected,
        int least) =>
        Add(
            property,
            new Option<IReadOnlyList<int>>(name)
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
        _items.Add(new Item(
            option,
            (parse, target) => path.Set(target, choices.Single(choice => choice.Word == parse.GetValue(option)).Value),
            target => choices.Single(choice => Equals(choice.Value, path.Get(target))).Word));
        return this;
    }

    private OptionSet<T> Add<TValue>(Expression<Func<T, TValue>> property, Argument<TValue> argument)
    {
        PropertyPath<T, TValue> path = new(property);
        return Add(argument, path, parse => parse.GetValue(argument));
    }

    // Help shows a default where there is one; a switch that is off needs none.
    private OptionSet<T> Add<TValue>(Expression<Func<T, TValue>> property, Option<TValue> option)
    {
        PropertyPath<T, TValue> path = new(property);
        if (path.Get(_defaults) is { } standard and not (false or ICollection<int> { Count: 0 } or ICollection<string> { Count: 0 }))
            option.DefaultValueFactory = _ => standard;
        return Add(option, path, parse => parse.GetValue(option));
    }

    private OptionSet<T> Add<TValue>(Symbol symbol, PropertyPath<T, TValue> path, Func<ParseResult, TValue?> read)
    {
        _items.Add(new Item(symbol, Bind, target => OptionValue.Text(path.Get(target))));
        return this;

        void Bind(ParseResult parse, T target)
        {
            if (read(parse) is { } value)
                path.Set(target, value);
        }
    }

    /// <param name="Symbol">The option or argument.</param>
    /// <param name="Bind">Sets the property from a command line.</param>
    /// <param name="Text">The property as a text; empty for none.</param>
    private sealed record Item(Symbol Symbol, Action<ParseResult, T> Bind, Func<T, string> Text);
}
