using System.Text;

namespace L2BN.Data.Audio;

/// <summary>A small table of text with named columns.</summary>
internal sealed class Table
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string[] _header;
    private readonly List<TableRow> _rows;

    private Table(string file, string[] header, List<TableRow> rows) => (File, _header, _rows) = (file, header, rows);

    internal string File { get; }

    internal IReadOnlyList<TableRow> Rows => _rows;

    /// <summary>Reads a table by RFC 4180: quoted fields, doubled quotes, CRLF or LF, one header row; every row as long as the header.
    /// UTF-8, with or without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">Comma or tab.</param>
    internal static Table Read(string path, char separator) => Parse(path, RegularFile.ReadAllBytes(path, TableLimits.Bytes), separator);

    internal static Table Parse(string file, byte[] content, char separator) => Parse(file, Decode(file, content), separator);

    internal static Table Parse(string file, string text, char separator)
    {
        var reader = new TableReader(file, text, separator);
        string[] header = reader.Next()?.Fields ?? throw new DataException(file, "expected a header row, the file is empty", null);
        CheckHeader(file, header);
        var rows = new List<TableRow>();
        while (reader.Next() is { } row)
        {
            if (row.Fields.Length != header.Length)
                throw new DataException(file,
                    $"line {row.Line}: expected {header.Length} fields, as in the header, came {row.Fields.Length}", null);
            if (rows.Count == TableLimits.Rows)
                throw new DataException(file, $"expected at most {TableLimits.Rows} rows, there are more", null);
            rows.Add(row);
        }
        return new Table(file, header, rows);
    }

    /// <summary>The position of a column.</summary>
    internal int Column(string name)
    {
        int at = Array.IndexOf(_header, name);
        if (at >= 0) return at;
        throw new DataException(File, $"expected a column '{name}', there are {string.Join(", ", _header.Select(column => $"'{column}'"))}",
            null);
    }

    private static string Decode(string file, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[3..];
        try { return s_strict.GetString(content); }
        catch (DecoderFallbackException e)
        {
            throw new DataException(file, "expected text in UTF-8, came other bytes", "Save it as UTF-8.",
                bytes.Length - content.Length + e.Index, e);
        }
    }

    private static void CheckHeader(string file, string[] header)
    {
        if (header.Any(string.IsNullOrWhiteSpace))
            throw new DataException(file, "line 1: expected a name for every column, one is empty", null);
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DataException(file, $"line 1: the column '{twice.Key}' is there twice", null);
    }
}
