using System.Text;

namespace L2BN.Data.Audio.Tables;

/// <summary>Splits text into rows and fields, forward only (RFC 4180; lone line feeds are accepted too).</summary>
internal sealed class TableReader(string file, string text, char separator)
{
    private readonly List<string> _fields = [];
    private int _position, _line = 1;

    /// <summary>The next row; null where nothing but blank lines is left.</summary>
    internal TableRow? Next()
    {
        if (text.AsSpan(_position).IndexOfAnyExcept(" \t\r\n") < 0)
            return null;
        int line = _line;
        _fields.Clear();
        do
        {
            if (_fields.Count == TableLimits.Columns)
                throw Refused($"expected at most {TableLimits.Columns} fields, got more");
            _fields.Add(Check(NextField()));
        }
        while (Skip(separator));
        EndRow();
        return new TableRow(line, [.. _fields]);
    }

    private string NextField()
    {
        if (Skip('"'))
            return Quoted();
        int start = _position;
        while (_position < text.Length && text[_position] != separator && text[_position] is not ('\n' or '\r' or '"'))
            _position++;
        if (_position < text.Length && text[_position] == '"')
            throw Refused("expected quotes only around a whole field, got one inside");
        return text[start.._position];
    }

    private string Quoted()
    {
        var content = new StringBuilder();
        while (_position < text.Length)
        {
            int quote = text.IndexOf('"', _position);
            if (quote < 0)
                break;
            content.Append(text, _position, quote - _position);
            _position = quote + 1;
            if (!Skip('"'))
                return EndQuoted(content.ToString());
            content.Append('"');
            if (content.Length > TableLimits.FieldLength)
                throw TooLong();
        }
        throw Refused("expected a closing quote, got the end of the file");
    }

    private string EndQuoted(string content)
    {
        if (_position < text.Length && text[_position] != separator && text[_position] is not ('\n' or '\r'))
            throw Refused("expected the end of the field after its closing quote, got more");
        _line += content.Count(c => c == '\n');
        return content;
    }

    private string Check(string field)
    {
        if (field.Length > TableLimits.FieldLength)
            throw TooLong();
        if (field.Contains('\0', StringComparison.Ordinal))
            throw Refused("expected text, got a NUL character");
        return field;
    }

    private void EndRow()
    {
        if (_position < text.Length && text[_position] == '\r')
        {
            _position++;
            if (_position == text.Length || text[_position] != '\n')
                throw Refused("expected lines to end with CRLF or LF, got a lone CR");
        }
        if (_position < text.Length)
            _position++;
        _line++;
    }

    private bool Skip(char c)
    {
        if (_position == text.Length || text[_position] != c)
            return false;
        _position++;
        return true;
    }

    private DataException TooLong() => Refused($"expected fields of at most {TableLimits.FieldLength} characters, got a longer one");

    private DataException Refused(string problem) => new(file, $"line {_line}: {problem}", null);
}
