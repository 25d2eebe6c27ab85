using L2BN.Lab.Commands;
using L2BN.Lab.Running;

namespace L2BN.Lab.Tests;

/// <summary>Every recipe in the repository is a configuration that <c>train</c> takes.</summary>
public class RecipeTests
{
    public static TheoryData<string> Recipes => [.. Directory.EnumerateFiles(Path.Combine(Root, "recipes"), "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path)).Order()];

    private static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    [Theory, MemberData(nameof(Recipes))]
    public void Is_taken(string recipe)
    {
        var parse = ConfigFile.Apply(RootCommands.Create().Parse("train"), Path.Combine(Root, recipe));
        TrainingTask task = TrainOptions.Read(parse);
        task.Training.Validate();
        L2BN.Models.ModelCatalog.Find(task.Model);
        L2BN.Data.Augmentations.Parse(task.Augment, new L2BN.Data.SampleShape(3, 128, 423));
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "L2BN.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
