using System.Globalization;

namespace L2BN.Core.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData(" 5e-4 ", 5e-4)]
    [InlineData("-2", -2)]
    [InlineData("+.5", 0.5)]
    public void Numbers_have_a_point(string text, double value)
    {
        Assert.True(NumberText.TryParse(text, out double read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("0,1")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData("1 000")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("(1)")]
    [InlineData("$1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("∞")]
    [InlineData("")]
    [InlineData("١")]
    public void Everything_else_is_refused(string text)
    {
        Assert.False(NumberText.TryParse(text, out double value));
        Assert.Equal(0, value);
        Assert.False(NumberText.TryParse(text, out int _));
        Assert.False(NumberText.TryParse(text, out long _));
        Assert.False(NumberText.TryParseDigits(text, out long _));
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    public void Whole_numbers_are_whole_and_fit(string text) => Assert.False(NumberText.TryParse(text, out int _));

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    public void Digits_have_no_sign_and_no_space(string text)
    {
        Assert.False(NumberText.TryParseDigits(text, out int _));
        Assert.True(NumberText.TryParseDigits("0042", out int value));
        Assert.Equal(42, value);
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.False(NumberText.TryParse("0,1", out double _));
            Assert.True(NumberText.TryParse("0.1", out double value));
            Assert.Equal(0.1, value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
