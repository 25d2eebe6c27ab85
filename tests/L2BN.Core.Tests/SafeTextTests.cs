namespace L2BN.Core.Tests;

public class SafeTextTests
{
    [Theory]
    [InlineData("dog", "dog")]
    [InlineData("", "")]
    [InlineData("Übergröße 犬 🐕", "Übergröße 犬 🐕")]
    [InlineData("a\u200Db", "a\u200Db")]
    [InlineData("\u001b[2Jgone", @"\x1b[2Jgone")]
    [InlineData("a\u009b31mb", @"a\x9b31mb")]
    [InlineData("cat\u202Egpj.exe", @"cat\u202egpj.exe")]
    [InlineData("a\u2066b\u2069", @"a\u2066b\u2069")]
    [InlineData("\uFEFFa\u00ADb", @"\ufeffa\xadb")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("a\nb\r\nc\td\0", @"a\nb\r\nc\td\x00")]
    [InlineData("tag\U000E0041", @"tag\U000e0041")]
    public void One_line_has_no_character_that_acts_on_a_terminal(string text, string expected) =>
        Assert.Equal(expected, SafeText.Line(text));

    [Theory]
    [InlineData("a\nb\r\nc", "a\nb\r\nc")]
    [InlineData("a\rb", @"a\rb")]
    [InlineData("\u001b]0;title\u0007\n", "\\x1b]0;title\\x07\n")]
    public void Several_lines_keep_their_ends(string text, string expected) => Assert.Equal(expected, SafeText.Lines(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => Assert.Equal(@"a\ud83db", SafeText.Line("a\ud83db"));
}
