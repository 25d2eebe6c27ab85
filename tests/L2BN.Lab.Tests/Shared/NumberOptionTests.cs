using System.CommandLine.Parsing;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Numbers of the command line and of configurations: a comma is refused, and never taken for a separator of thousands.</summary>
public sealed class NumberOptionTests : TemporaryFolder
{
    public static TheoryData<string, string> Numbers =>
        new()
        {
            { "train --lr", "0,1" },
            { "train --momentum", "0,9" },
            { "train --weight-decay", "0,0005" },
            { "train --gamma", "0,1" },
            { "train --min-lr", "0,01" },
            { "train --clip-gradient", "1,5" },
            { "train --ema", "0,999" },
            { "train --label-smoothing", "0,1" },
            { "train --mixup", "0,2" },
            { "train --time-budget", "1,5" },
            { "train --epochs", "1,000" },
            { "train --train-size", "1,000" },
            { "train --seed", "1,0" },
            { "train --milestones", "1.5" },
            { "compare --lr", "0,1" },
            { "compare --label-noise", "0,2" },
            { "compare --margin", "0,5" },
            { "compare --shift-samples", "1,000" },
            { "report x --margin", "0,5" },
            { "report x --scale", "1,5" },
            { "analyze x --scale", "1,5" },
            { "analyze x --samples", "2,000" },
            { "predict x y --start", "1,5" },
            { "predict x y --top", "1,0" },
            { "models --rounds", "1,0" },
            { "train --lr", "NaN" },
            { "train --weight-decay", "Infinity" },
            { "train --time-budget", "∞" },
            { "train --lr", "1e400" },
            { "train --lr", "0x1" },
            { "train --lr", "1 000" },
        };

    [Theory, MemberData(nameof(Numbers))]
    public void What_is_no_number_is_refused(string command, string value)
    {
        IReadOnlyList<ParseError> errors = RootCommands.Create().Parse([.. command.Split(' '), value]).Errors;
        string error = Assert.Single(errors).Message;
        Assert.Contains($"{command.Split(' ')[^1]}: expected ", error, StringComparison.Ordinal);
        Assert.Contains($"got '{value}'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lr: 0,1", "0,1")]
    [InlineData("weight_decay: '0,0005'", "0,0005")]
    [InlineData("mixup: .nan", ".nan")]
    [InlineData("lr: .inf", ".inf")]
    [InlineData("label_smoothing: [0, 1]", "0,1")]
    [InlineData("epochs: 1_000", "1_000")]
    public void A_configuration_has_the_same_numbers(string text, string named)
    {
        string config = PathOf("run.yaml");
        File.WriteAllText(config, text);
        UsageException refused = Assert.Throws<UsageException>(() => ConfigFile.Apply(RootCommands.Create().Parse("train"), config));
        Assert.Contains($"got '{named}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l2bn(eps=1,5)")]
    [InlineData("l2bn(momentum=NaN)")]
    [InlineData("gn(groups=1.5)")]
    public void So_have_norms(string norm) => Assert.Throws<UsageException>(() => NameResolver.Norm(norm));

    [Theory]
    [InlineData("rotate(1,5)")]
    [InlineData("rotate(NaN)")]
    [InlineData("resized-crop(0,08)")]
    public void So_have_augmentations(string augment) =>
        Assert.ThrowsAny<ArgumentException>(() => L2BN.Data.Augmentation.Augmentations.Parse(augment, new SampleShape(3, 32, 32)));
}
