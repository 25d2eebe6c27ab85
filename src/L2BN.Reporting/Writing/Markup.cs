using System.Text;
using L2BN.Reporting.Charts;

namespace L2BN.Reporting.Writing;

/// <summary>Writes HTML and SVG element by element: every text and attribute is escaped, every element closed by its scope.</summary>
public sealed class Markup
{
    private static readonly HashSet<string> s_inline =
        ["a", "abbr", "b", "br", "code", "data", "em", "span", "strong", "sub", "sup", "time", "tspan"];

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _ids = [];
    private readonly List<(Chart Chart, IReadOnlyList<string> Arms)> _pictures = [];

    /// <summary>The charts that were written so far, each with the names of the arms that its colors stand for.</summary>
    internal IReadOnlyList<(Chart Chart, IReadOnlyList<string> Arms)> Pictures => _pictures;

    /// <summary>An id that no other element of this page has: <paramref name="stem"/>, or with a number after it.</summary>
    public string NewId(string stem)
    {
        string id = stem;
        for (int number = 2; !_ids.Add(id); number++)
            id = $"{stem}-{number}";
        return id;
    }

    /// <summary>
    /// Opens an element; disposing the scope closes it. An attribute that is null or false is left out, true is written bare.
    /// </summary>
    public Scope Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(name, attributes, ">");
        return new Scope(this, name);
    }

    /// <summary>An element that holds only text.</summary>
    public Markup TextElement(string name, string text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(name, attributes, ">");
        Text(text);
        Close(name);
        return this;
    }

    /// <summary>An element without content, such as <c>circle</c> or <c>meta</c>.</summary>
    public Markup VoidElement(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(name, attributes, "/>");
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public Markup Text(string text)
    {
        _text.Append(Escape.Markup(text));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Lists a chart among <see cref="Pictures"/>: every section does so with what it draws.</summary>
    internal void AddPicture(Chart chart, IReadOnlyList<string> arms) => _pictures.Add((chart, arms));

    /// <summary>Text that is markup already and made by this assembly.</summary>
    internal Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    private void Open(string name, ReadOnlySpan<(string Name, object? Value)> attributes, string end)
    {
        if (!s_inline.Contains(name) && _text.Length > 0)
            _text.Append('\n');
        _text.Append('<').Append(name);
        foreach ((string attribute, object? value) in attributes)
            Attribute(attribute, value);
        _text.Append(end);
    }

    private void Attribute(string name, object? value)
    {
        if (value is null or false)
            return;
        _text.Append(' ').Append(name);
        if (value is not true)
            _text.Append("=\"").Append(Escape.Markup(Value(value))).Append('"');
    }

    private static string Value(object value) => value switch
    {
        double number => Numbers.Coordinate(number),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Close(string name) => _text.Append("</").Append(name).Append('>');

    /// <summary>An open element.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Markup _owner;
        private readonly string _name;

        internal Scope(Markup owner, string name) => (_owner, _name) = (owner, name);

        /// <summary>Closes the element.</summary>
        public void Dispose() => _owner.Close(_name);
    }
}

/// <summary>
/// Makes any string safe as text or as a quoted attribute of HTML and SVG: no element, no character that XML forbids, and none that changes
/// the direction of the text around it or cannot be seen (<see cref="SafeText"/>).
/// </summary>
internal static class Escape
{
    public static string Markup(string text)
    {
        StringBuilder safe = new(text.Length);
        foreach (char c in SafeText.Lines(text))
            Append(safe, c);
        return safe.ToString();
    }

    private static StringBuilder Append(StringBuilder safe, char c) => c switch
    {
        '&' => safe.Append("&amp;"),
        '<' => safe.Append("&lt;"),
        '>' => safe.Append("&gt;"),
        '"' => safe.Append("&quot;"),
        '\'' => safe.Append("&#39;"),
        '\r' => safe,
        '\uFFFE' or '\uFFFF' => safe.Append('\uFFFD'),
        _ => safe.Append(c),
    };
}
