using System.Xml.Linq;
using CsCheck;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Tests.Writing;

public class MarkupTests
{
    [Fact]
    public void Any_text_survives_markup_and_stays_text() => Gen.String.Sample(text =>
    {
        string markup = new Markup().TextElement("p", text, ("title", text)).ToString();
        var element = XElement.Parse(markup, LoadOptions.PreserveWhitespace);
        return !element.HasElements && element.Value == Readable(text) && element.Attributes().Count() == 1;
    });

    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("a & 'b' \"c\"", "a &amp; &#39;b&#39; &quot;c&quot;")]
    [InlineData("nul\0 bell\a del\u007f", @"nul\x00 bell\x07 del\x7f")]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("cat\u202Egpj \u2066x\u2069", @"cat\u202egpj \u2066x\u2069")]
    [InlineData("not a character\uFFFE", "not a character\uFFFD")]
    [InlineData("√D 🙂", "√D 🙂")]
    public void Escapes(string text, string expected) => Assert.Equal(expected, Escape.Markup(text));

    [Fact]
    public void A_lone_surrogate_is_escaped() => Assert.Equal(@"\ud83d", Escape.Markup("\ud83d"));

    [Fact]
    public void Attributes_that_are_null_or_false_are_left_out() =>
        Assert.Equal(
            "<p c x=\"1.5\"></p>",
            new Markup().TextElement("p", "", ("a", null), ("b", false), ("c", true), ("x", 1.5)).ToString());

    [Fact]
    public void Ids_are_numbered_when_they_repeat()
    {
        var page = new Markup();
        Assert.Equal(["a", "a-2", "a-3", "b"], new[] { "a", "a", "a", "b" }.Select(page.NewId));
    }

    [Theory]
    [InlineData("bn", "BN")]
    [InlineData("l2bn", "L2BN")]
    [InlineData("l2bn-unit", "L2BN-unit")]
    [InlineData("bn#2", "BN #2")]
    [InlineData("l2bn(eps=1e-3)", "L2BN (eps=1e-3)")]
    [InlineData("bnx", "bnx")]
    [InlineData("none", "none")]
    [InlineData("", "")]
    public void Arms_in_sentences(string arm, string expected) => Assert.Equal(expected, ArmName.InSentence(arm));

    [Theory]
    [InlineData("Ankle boot", "Ankle boot")]
    [InlineData("Ankle boots and more", "Ankle boot…")]
    [InlineData("123456789🙂xyz", "123456789…")]
    public void Class_names_are_cut(string name, string expected) => Assert.Equal(expected, ClassName.Short(name));

    [Fact]
    public void Numbers_and_units_stay_together() => Assert.Equal(
        "after 6\u00A0seeds (95\u00A0% interval, p\u00A0<\u00A00.001)", Typography.Bind("after 6 seeds (95 % interval, p < 0.001)"));

    private static string Readable(string text) =>
        SafeText.Lines(text).Replace("\r", "", StringComparison.Ordinal).Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');
}
