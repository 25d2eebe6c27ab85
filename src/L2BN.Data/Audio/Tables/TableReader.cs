using System.Text;

namespace L2BN.Data.Audio;

/// <summary>Splits text into rows and fields, forward only (RFC 4180; lone line feeds are taken as well).</summary>
internal sealed class TableReader(string file, string text, char separator)
{
    private readonly List<string> _fields = [];
    private int _position, _line = 1;

    /// <summary>The next row; null at the end of the text.</summary>
    internal TableRow? Next()
    {
        if (_position == text.Length) return null;
        int line = _line;
        _fields.Clear();
        do
        {
            if (_fields.Count == TableLimits.Columns) throw Refused($"expected at most {TableLimits.Columns} fields, there are more");
            _fields.Add(Check(NextField()));
        }
        while (Skip(separator));
        EndRow();
        return new TableRow(line, [.. _fields]);
    }

    private string NextField()
    {
        if (Skip('"')) return Quoted();
        int start = _position;
        while (_position < text.Length && text[_position] != separator && text[_position] is not ('\n' or '\r' or '"')) _position++;
        if (_position < text.Length && text[_position] == '"') throw Refused("a quote stands inside a field that is not quoted");
        return text[start.._position];
    }

    private string Quoted()
    {
        var content = new StringBuilder();
        while (_position < text.Length)
        {
            int quote = text.IndexOf('"', _position);
            if (quote < 0) break;
            content.Append(text, _position, quote - _position);
            _position = quote + 1;
            if (!Skip('"')) return EndQuoted(content.ToString());
            content.Append('"');
            if (content.Length > TableLimits.FieldLength) throw TooLong();
        }
        throw Refused("a quote is never closed");
    }

    private string EndQuoted(string content)
    {
        if (_position < text.Length && text[_position] != separator && text[_position] is not ('\n' or '\r'))
            throw Refused("expected the end of the field behind its closing quote");
        _line += content.Count(c => c == '\n');
        return content;
    }

    private string Check(string field)
    {
        if (field.Length > TableLimits.FieldLength) throw TooLong();
        if (field.Contains('\0', StringComparison.Ordinal)) throw Refused("a field holds a NUL character");
        return field;
    }

    private void EndRow()
    {
        if (_position < text.Length && text[_position] == '\r')
        {
            _position++;
            if (_position == text.Length || text[_position] != '\n') throw Refused("expected lines to end with CRLF or LF, came a lone CR");
        }
        if (_position < text.Length) _position++;
        _line++;
    }

    private bool Skip(char c)
    {
        if (_position == text.Length || text[_position] != c) return false;
        _position++;
        return true;
    }

    private DataException TooLong() => Refused($"expected fields of at most {TableLimits.FieldLength} characters, one is longer");

    private DataException Refused(string problem) => new(file, $"line {_line}: {problem}", null);
}
