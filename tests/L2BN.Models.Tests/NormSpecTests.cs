using System.Globalization;
using CsCheck;
using L2BN.Models.Norms;

namespace L2BN.Models.Tests;

public class NormSpecTests
{
    [Theory]
    [InlineData("bn", "bn")]
    [InlineData(" l2bn ( eps = 1e-3 , momentum=0.01 ) ", "l2bn(eps=0.001,momentum=0.01)")]
    [InlineData("l2bn-unit(momentum=.5,eps=0)", "l2bn-unit(eps=0,momentum=0.5)")]
    [InlineData("l2bn(norm_eps=1e-8)", "l2bn(norm_eps=1E-08)")]
    [InlineData("gn(groups=8)", "gn(groups=8)")]
    [InlineData("none", "none")]
    public void Parse_gives_the_canonical_text(string text, string canonical) => Assert.Equal(canonical, NormSpec.Parse(text).ToString());

    [Theory]
    [InlineData("bm", "Unknown norm 'bm'. Did you mean 'bn'? Norms: bn, l2bn, l2bn-unit, ln, gn, rms, none.")]
    [InlineData("", "Norms: bn, l2bn,")]
    [InlineData("BN", "Did you mean 'bn'?")]
    [InlineData("ln(momentum=0.1)", "Norm 'ln' has no option 'momentum'. Its options: eps.")]
    [InlineData("none(eps=1)", "Norm 'none' has no option 'eps'. It has no options.")]
    [InlineData(
        "bn()",
        "Expected option=value in the parentheses of norm 'bn', got ''; write numbers with a decimal point. Its options: eps, momentum.")]
    [InlineData("bn(eps)", "got 'eps'")]
    [InlineData("bn(eps=1=2)", "got 'eps=1=2'")]
    [InlineData("bn(eps=small)", "expected a finite number, got 'small'")]
    [InlineData("bn(eps=nan)", "expected a finite number, got 'nan'")]
    [InlineData("bn(eps=inf)", "expected a finite number, got 'inf'")]
    [InlineData("bn(eps=∞)", "expected a finite number, got '∞'")]
    [InlineData("bn(eps=1,0)", "got '0'; write numbers with a decimal point")]
    [InlineData("bn(momentum=0,5)", "got '5'; write numbers with a decimal point")]
    [InlineData("bn(eps=1 000)", "expected a finite number, got '1 000'")]
    [InlineData("gn(groups=1_000)", "expected a whole number, got '1_000'")]
    [InlineData("bn(eps=-1)", "at least 0, got -1")]
    [InlineData("bn(momentum=1.5)", "at least 0 and at most 1, got 1.5")]
    [InlineData("l2bn(norm_eps=0)", "above 0, got 0")]
    [InlineData("gn(groups=0)", "at least 1, got 0")]
    [InlineData("gn(groups=2.5)", "whole number, got '2.5'")]
    [InlineData("bn(eps=1e-3,eps=1e-4)", "once, got it twice")]
    [InlineData("bn(eps=1e-3", "do not match")]
    [InlineData("bn(eps=1e-3))", "do not match")]
    [InlineData("bn((eps=1e-3)", "do not match")]
    [InlineData("bn(eps=1e-3)x", "do not match")]
    public void Bad_text_says_what_exists(string text, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => NormSpec.Parse(text)).Message, StringComparison.Ordinal);

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(-1e-9)]
    public void Impossible_eps_is_refused_from_code_too(double eps) =>
        Assert.Contains("a finite number of at least 0, got ", Assert.Throws<ArgumentException>(() => new NormSpec { Eps = eps }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
        CultureInfo.CurrentCulture = comma;
        try
        {
            var spec = NormSpec.Parse("bn(eps=0.5)");
            Assert.Equal((0.5, "bn(eps=0.5)"), (spec.Eps, spec.ToString()));
            Assert.EndsWith(
                "got 1.5.",
                Assert.Throws<ArgumentException>(() => new NormSpec { Momentum = 1.5 }).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void List_splits_outside_parentheses() => Assert.Equal(
        ["bn", "l2bn(eps=0.001,momentum=0.01)", "bn"],
        NormSpec.ParseList("bn, l2bn(eps=1e-3,momentum=0.01),bn").Select(spec => spec.ToString()));

    [Theory, InlineData(""), InlineData("bn,"), InlineData("bn,,ln"), InlineData("bn,l2bn(eps=1,gn"), InlineData("bn),ln")]
    public void Bad_list_is_refused(string text) => Assert.Throws<ArgumentException>(() => NormSpec.ParseList(text));

    [Fact]
    public void Canonical_text_reads_back_to_an_equal_value()
    {
        var option = Gen.OneOf(Gen.Const((double?)null), Gen.Double[0, 1].Select(value => (double?)value));
        Gen.Select(Gen.OneOf("bn", "l2bn", "l2bn-unit"), option, option)
            .Select((name, eps, momentum) => new NormSpec { Name = name, Eps = eps, Momentum = momentum })
            .Sample(spec => Assert.Equal(spec, NormSpec.Parse(spec.ToString())));
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_ArgumentException() =>
        Gen.String[Gen.Char["bnl2u-it(),=e13."], 0, 20].Sample(text =>
        {
            try
            {
                Assert.Equal(NormSpec.Parse(text), NormSpec.Parse(NormSpec.Parse(text).ToString()));
            }
            catch (ArgumentException) { }
        }, iter: 20_000);

    [Fact]
    public void Defaults_fill_only_what_the_norm_has_and_nobody_gave()
    {
        Assert.Equal("l2bn(eps=0.1,momentum=0.01)", NormSpec.Parse("l2bn(eps=0.1)").WithDefaults(1e-3, 0.01).ToString());
        Assert.Equal("ln(eps=0.001)", NormSpec.Parse("ln").WithDefaults(1e-3, 0.01).ToString());
        Assert.Equal("none", NormSpec.Parse("none").WithDefaults(1e-3, 0.01).ToString());
    }
}
