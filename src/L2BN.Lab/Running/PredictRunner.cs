using L2BN.Data;
using L2BN.Lab.Screens;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Lab.Running;

/// <summary>What <c>l2bn predict</c> was asked.</summary>
internal sealed record PredictSettings
{
    public required string Checkpoint { get; init; }
    public required IReadOnlyList<string> Inputs { get; init; }
    public required int Top { get; init; }
    public string? Csv { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
}

/// <summary>One answer to one file: a class and its probability, 0–1.</summary>
internal sealed record Answer(string Class, double Probability);

/// <summary>The answers to one file, the likeliest first.</summary>
internal sealed record Prediction(string File, IReadOnlyList<Answer> Answers);

/// <summary>Runs pictures through a checkpoint, one by one: a file's answers do not depend on its neighbours.</summary>
internal static class PredictRunner
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg"];

    public static int Run(PredictSettings settings, CancellationToken ct)
    {
        Checkpoint checkpoint = TrainedModel.Find(settings.Checkpoint);
        string[] files = [.. settings.Inputs.SelectMany(Files)];
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = TrainedModel.Load(checkpoint, norm: null, force: false, settings.Device);
        if (!ImageFile.Fits(trained.Shape)) throw new DataException($"The checkpoint was trained on {trained.Shape}, which are no pictures; predict takes pictures only.");
        List<Prediction> predictions = [];
        foreach (string file in files)
        {
            ct.ThrowIfCancellationRequested();
            predictions.Add(Predict(trained, file, settings));
        }

        PredictPrinter.Print(predictions, trained, settings);
        return ExitCode.Done;
    }

    private static IEnumerable<string> Files(string input)
    {
        if (!Directory.Exists(input)) return [input];
        string[] found = [.. Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories)
            .Where(file => s_extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new DataException(input, "expected PNG or JPEG files in this folder, there are none", null);
    }

    private static Prediction Predict(TrainedModel trained, string file, PredictSettings settings)
    {
        float[] sample = new float[trained.Shape.Size];
        ImageFile.Read(file, trained.Shape, sample);
        trained.Normalization.Apply(sample, trained.Shape);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor input = tensor(sample).reshape(1, trained.Shape.Channels, trained.Shape.Height, trained.Shape.Width).to(device(settings.Device));
        double[] shares = trained.Model.call(input).to(float64).softmax(1).cpu().data<double>().ToArray();
        return new Prediction(file, [.. shares.Select((share, k) => new Answer(trained.Facts.Classes[k], share)).OrderByDescending(answer => answer.Probability).Take(settings.Top)]);
    }
}
