namespace L2BN.Core.Tests;

public sealed class CsvTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.0, "-2")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    [InlineData(7, "7")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(1e-7, "1E-07")]
    [InlineData("", "")]
    [InlineData("=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("－1", "\"'－1\"")]
    [InlineData("\tx", @"\tx")]
    [InlineData("\rx", @"\rx")]
    [InlineData("\0x", @"\x00x")]
    [InlineData("\u001b[2J", @"\x1b[2J")]
    [InlineData("cat\u202Egpj", @"cat\u202egpj")]
    public void Cells_are_quoted_and_never_formulas(object? value, string expected) => Assert.Equal(expected, Csv.Cell(value));

    [Fact]
    public void A_table_has_a_head_and_one_line_per_row() =>
        Assert.Equal("a,b\r\n1,\r\n", Csv.Table(["a", "b"], [[1, null]]));
}
