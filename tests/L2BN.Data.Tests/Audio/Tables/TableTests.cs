using CsCheck;
using L2BN.Data.Audio.Tables;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Tables;

public class TableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\r\n1,2")]
    [InlineData("\"a\",b\n\"1\",\"2\"")]
    public void Line_ends_and_quotes_do_not_change_what_is_read(string text)
    {
        var table = Table.Parse("t.csv", text, ',');
        Assert.Equal([["1", "2"]], table.Rows.Select(row => row.Fields));
        Assert.Equal((0, 1), (table.Column("a"), table.Column("b")));
    }

    [Fact]
    public void Quoted_fields_may_contain_anything()
    {
        var table = Table.Parse("t.csv", "a,b\n\"x,\"\"y\"\"\r\nz\",\n3,4\n", ',');
        Assert.Equal(["x,\"y\"\r\nz", ""], table.Rows[0].Fields);
        Assert.Equal([2, 4], table.Rows.Select(row => row.Line));
    }

    [Fact]
    public void Tabs_can_separate() => Assert.Equal(["1,2", "3"], Table.Parse("t.tsv", "a\tb\n1,2\t3", '\t').Rows[0].Fields);

    [Fact]
    public void One_byte_order_mark_is_skipped()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, Table.Read(folder.WriteText("a.csv", "\uFEFFa,b\n1,2\n"), ',').Column("a"));
        string twice = folder.WriteText("b.csv", "\uFEFF\uFEFFa,b\n1,2\n");
        Assert.Throws<DataException>(() => Table.Read(twice, ',').Column("a"));
    }

    [Fact]
    public void What_is_written_by_the_rules_is_read_back() =>
        Gen.String[Gen.Char["ab,\"\t\r\n ="], 0, 6].Array[2, 4].Array[1, 6].Sample(rows =>
    {
        int columns = rows[0].Length;
        string[][] square = [.. rows.Select(row => row.Concat(Enumerable.Repeat("", columns)).Take(columns).ToArray())];
        string header = string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}"));
        string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string text = header + "\r\n" + string.Concat(square.Select(row => string.Join(',', row.Select(Quote)) + "\r\n"));
        Assert.Equal(square, Table.Parse("t.csv", text, ',').Rows.Select(row => row.Fields));
    }, iter: 300);

    [Theory]
    [InlineData("", "got an empty file")]
    [InlineData("a,a\n", "got 'a' twice")]
    [InlineData("a,\n", "expected a name for every column")]
    [InlineData("a,b\n1\n", "line 2: expected 2 fields, as in the header, got 1")]
    [InlineData("a,b\n1,2,3\n", "line 2: expected 2 fields, as in the header, got 3")]
    [InlineData("a,b\n\n1,2\n", "line 2: expected 2 fields")]
    [InlineData("a,b\n1,\"2\n", "line 2: expected a closing quote")]
    [InlineData("a,b\n1,\"2\"x\n", "expected the end of the field after its closing quote")]
    [InlineData("a,b\n1,2\"\n", "expected quotes only around a whole field")]
    [InlineData("a,b\r1,2\r", "got a lone CR")]
    [InlineData("a,b\n1,2\r", "got a lone CR")]
    [InlineData("a,b\n1,\0\n", "NUL")]
    public void Broken_rules_are_refused_with_their_line(string text, string message) =>
        Assert.Contains(message, Hostile.Refused(() => Table.Parse("t.csv", text, ',')), StringComparison.Ordinal);

    [Theory, InlineData("\n"), InlineData("\n\n\r\n"), InlineData("\n  \n"), InlineData("")]
    public void Blank_lines_at_the_end_are_ignored(string end) =>
        Assert.Equal([["1", "2"]], Table.Parse("t.csv", "a,b\n1,2" + end, ',').Rows.Select(row => row.Fields));

    [Fact]
    public void Missing_columns_are_refused_with_a_list_of_the_columns() =>
        Assert.Contains("expected a column 'fold', got 'a', 'b'",
            Hostile.Refused(() => Table.Parse("t.csv", "a,b\n", ',').Column("fold")), StringComparison.Ordinal);

    [Fact]
    public void Other_encodings_are_refused()
    {
        using var folder = new TempFolder();
        foreach (byte[] content in (byte[][])[[0xFF, 0xFE, (byte)'a', 0], [(byte)'a', 0xC0, 0xAF], [(byte)'a', 0xED, 0xA0, 0x80],
            [(byte)'a', 0xFF]])
        {
            string path = folder.Write("t.csv", content);
            Assert.Contains("UTF-8", Hostile.Refused(() => Table.Read(path, ',')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Malicious_tables_end_quickly()
    {
        const long Memory = 256L << 20;
        Assert.Contains(
            "expected a closing quote",
            Hostile.Refused(() => Table.Parse("t.csv", "a,b\n\"" + new string('x', 8 << 20), ','), Memory),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 64 fields",
            Hostile.Refused(() => Table.Parse("t.csv", new string(',', 10_000_000), ','), Memory),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 4096 characters",
            Hostile.Refused(() => Table.Parse("t.csv", "a\n" + new string('"', 8 << 20), ','), Memory),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 4096 characters",
            Hostile.Refused(() => Table.Parse("t.csv", new string('x', 8 << 20), ','), Memory),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 1000000 rows",
            Hostile.Refused(() => Table.Parse("t.csv", "a\n" + string.Concat(Enumerable.Repeat("1\n", 1_000_001)), ','), Memory),
            StringComparison.Ordinal);
        Hostile.Refused(() => Table.Parse("t.csv", "a\n" + string.Concat(Enumerable.Repeat("\"\"", 1_000_000)), ','), Memory);
    }

    [Fact]
    public void Files_too_large_for_a_table_are_refused()
    {
        using var folder = new TempFolder();
        string path = folder.Path("big.csv");
        using (FileStream file = File.Create(path))
            file.SetLength(1L << 40);
        Assert.Contains("at most 16,777,216 bytes", Hostile.Refused(() => Table.Read(path, ',')), StringComparison.Ordinal);
    }
}
