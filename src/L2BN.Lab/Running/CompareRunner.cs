using L2BN.Data;
using L2BN.Experiments;
using L2BN.Lab.Screens;
using L2BN.Models;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;

namespace L2BN.Lab.Running;

/// <summary>Binds the names of a command line to models and data, runs the comparison and prints its result.</summary>
internal static class CompareRunner
{
    public static int Run(CompareSettings settings, CancellationToken ct)
    {
        IReadOnlyList<NormSpec> norms = Names.Norms(settings.Norms);
        Names.CheckModel(settings.Model);
        DataSplits data = Names.Data(settings);
        TorchSetup.Prepare(settings.Threads, settings.Device);
        ComparisonOptions options = Options(settings, norms, data);
        ComparisonResult result = ComparisonScreen.Show(settings.Epochs, observer =>
            Comparison.Run(norm => Model(settings.Model, norm, data), data, options, observer, ct));
        ComparisonPrinter.Print(result, settings.Json);
        return ExitCode.Done;
    }

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Model(string name, string norm, DataSplits data)
    {
        Data.SampleShape shape = data.Train.Shape;
        return ModelCatalog.Create(name, new ModelOptions
        {
            Classes = data.Train.Classes.Count,
            SampleInput = (shape.Channels, shape.Height, shape.Width),
            Norm = NormSpec.Parse(norm),
        });
    }

    private static ComparisonOptions Options(CompareSettings settings, IReadOnlyList<NormSpec> norms, DataSplits data) => new()
    {
        Norms = [.. norms.Select(norm => norm.ToString())],
        Seeds = settings.Seeds,
        Model = settings.Model,
        Data = settings.Data,
        Output = settings.Output,
        Command = settings.Command,
        Training = new TrainerOptions
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            Seed = settings.Seed,
            Device = settings.Device,
            Augmentation = Augmentations.Standard(data.Train.Shape, DatasetCatalog.Find(settings.Data).MirrorKeepsClass),
        },
    };
}
