using System.CommandLine;
using L2BN.Lab.Shared;
using L2BN.Lab.Train;
using L2BN.TestSupport;

namespace L2BN.Lab.Tests.Train;

/// <summary>Every recipe in the repository is a configuration that <c>train</c> takes.</summary>
public class RecipeTests
{
    public static TheoryData<string> Recipes =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("recipes"), "*.yaml", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Root, path))
                .Order(),
        ];

    [Theory, MemberData(nameof(Recipes))]
    public void Is_taken(string recipe)
    {
        ParseResult parse = ConfigFile.Apply(RootCommands.Create().Parse("train"), Repository.PathOf(recipe));
        TrainingTask task = TrainOptions.Set.Read(parse).Task;
        task.Training.Validate();
        L2BN.Models.ModelCatalog.Find(task.Model);
        L2BN.Data.Augmentation.Augmentations.Parse(task.Augment, new SampleShape(3, 128, 423));
    }

    public static TheoryData<string> Commands =>
        [
            .. File.ReadLines(Repository.PathOf("docs", "reproducing.md"))
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("l2bn train --config recipes/", StringComparison.Ordinal)),
        ];

    [Theory, MemberData(nameof(Commands))]
    public void A_documented_command_is_taken(string command)
    {
        string[] words =
        [
            .. command
                .Split(' ')
                .Skip(1)
                .Select(word => word.StartsWith("recipes/", StringComparison.Ordinal) ? Repository.PathOf(word) : word),
        ];
        LabResult result = LabProcess.Run([.. words, "--print-config"]);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Contains("model: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recipe_of_images_is_documented_and_every_documented_one_is_there()
    {
        string text = File.ReadAllText(Repository.PathOf("docs", "reproducing.md"));
        string[] named =
        [
            .. System
                .Text.RegularExpressions.Regex.Matches(text, @"recipes/[\w/]+\.yaml")
                .Select(match => match.Value)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Recipes.Select(row => row.Data).Order(StringComparer.Ordinal), named);
    }
}
