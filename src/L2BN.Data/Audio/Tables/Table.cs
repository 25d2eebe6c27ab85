using System.Text;
using L2BN.Data.Files;

namespace L2BN.Data.Audio.Tables;

/// <summary>A small table of text with named columns.</summary>
internal sealed class Table
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string[] _header;
    private readonly List<TableRow> _rows;

    private Table(string file, string[] header, List<TableRow> rows) => (File, _header, _rows) = (file, header, rows);

    internal string File { get; }

    internal IReadOnlyList<TableRow> Rows => _rows;

    /// <summary>Reads a table by RFC 4180: quoted fields, doubled quotes, CRLF or LF, one header row; every row as long as the header;
    /// blank lines
    /// at the end are ignored.
    /// UTF-8, with or without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">Comma or tab.</param>
    internal static Table Read(string path, char separator) => Parse(path, RegularFile.ReadAllBytes(path, TableLimits.Bytes), separator);

    internal static Table Parse(string file, byte[] content, char separator) => Parse(file, Decode(file, content), separator);

    internal static Table Parse(string file, string text, char separator)
    {
        var reader = new TableReader(file, text, separator);
        string[] header = reader.Next()?.Fields ?? throw new DataException(file, "expected a header row, got an empty file", null);
        CheckHeader(file, header);
        var rows = new List<TableRow>();
        while (reader.Next() is { } row)
        {
            if (row.Fields.Length != header.Length)
                throw new DataException(file,
                    $"line {row.Line}: expected {header.Length} fields, as in the header, got {row.Fields.Length}", null);
            if (rows.Count == TableLimits.Rows)
                throw new DataException(file, $"expected at most {TableLimits.Rows} rows, got more", null);
            rows.Add(row);
        }
        return new Table(file, header, rows);
    }

    /// <summary>The position of a column.</summary>
    internal int Column(string name)
    {
        int at = Array.IndexOf(_header, name);
        if (at >= 0)
            return at;
        throw new DataException(File, $"expected a column '{name}', got {string.Join(", ", _header.Select(column => $"'{column}'"))}",
            null);
    }

    private static string Decode(string file, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[3..];
        try
        {
            return s_strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException(file, "expected text in UTF-8, got bytes that are not", "Save it as UTF-8.",
                bytes.Length - content.Length + e.Index, e);
        }
    }

    private static void CheckHeader(string file, string[] header)
    {
        if (header.Any(string.IsNullOrWhiteSpace))
            throw new DataException(file, "line 1: expected a name for every column, got an empty one", null);
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DataException(file, $"line 1: expected different names for all columns, got '{twice.Key}' twice", null);
    }
}

/// <summary>One row of a table.</summary>
/// <param name="Line">Line of the file it begins on, from 1.</param>
/// <param name="Fields">Its fields, unquoted.</param>
internal sealed record TableRow(int Line, string[] Fields);

/// <summary>Limits of metadata tables, far above all in use: they bound time and memory for a malicious one.</summary>
internal static class TableLimits
{
    internal const int Bytes = 16 << 20;

    internal const int Rows = 1_000_000;

    internal const int Columns = 64;

    internal const int FieldLength = 4096;
}
