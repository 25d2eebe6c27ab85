using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Lab.Predict;

/// <summary>Runs files through a checkpoint, one by one: a file's answers do not depend on its neighbours.</summary>
internal static class PredictRunner
{
    public static int Run(PredictSettings settings, CancellationToken ct)
    {
        Checkpoint checkpoint = TrainedModel.Find(settings.Checkpoint);
        FileSamples samples = Samples(checkpoint.Facts, settings);
        string[] files = [.. settings.Inputs.SelectMany(samples.Find)];
        LogMelFiles? pictures = LogMelFiles.Of(settings.LogMel, samples, files);
        DataSplits? data = settings.Recalibrate ? CheckpointData.Open(checkpoint, folder: settings.DataDir) : null;
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = Load(checkpoint, data, settings, ct);
        List<Prediction> predictions = [];
        foreach (string file in files)
        {
            ct.ThrowIfCancellationRequested();
            Prediction prediction = Predict(trained, samples.Read(file), settings);
            predictions.Add(prediction with { Picture = pictures?.Write(prediction) });
            PredictPrinter.Show(predictions[^1]);
        }

        PredictPrinter.Finish(predictions, trained, settings);
        return ExitCode.Done;
    }

    // What the data of the checkpoint is made of, its files are made of.
    private static FileSamples Samples(CheckpointFacts facts, PredictSettings settings)
    {
        var shape = new SampleShape(facts.Shape[0], facts.Shape[1], facts.Shape[2]);
        if (CheckpointSound.Features(facts) is { } features) return new SoundFiles(features, settings.Start);
        if (settings.Start > 0) throw new UsageException("--start is for sound; the checkpoint was trained on pictures.");
        return ImageFile.Supports(shape) ? new PictureFiles(shape)
            : throw new DataException($"The checkpoint was trained on samples of {shape} of '{facts.Data}', which are neither pictures nor sound of a known data set; predict takes those only.");
    }

    private static TrainedModel Load(Checkpoint checkpoint, DataSplits? data, PredictSettings settings, CancellationToken ct)
    {
        var trained = TrainedModel.Load(checkpoint, norm: null, force: false, settings.Device);
        if (data is null) return trained;
        CheckpointData.CheckShape(trained, data);
        CheckpointData.Recalibrate(trained, data, settings.Device, ct);
        return trained;
    }

    private static Prediction Predict(TrainedModel trained, FileSample sample, PredictSettings settings)
    {
        float[] values = [.. sample.Values];
        trained.Normalization.Apply(values, trained.Shape);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor input = tensor(values).reshape(1, trained.Shape.Channels, trained.Shape.Height, trained.Shape.Width).to(device(settings.Device));
        double[] shares = trained.Model.call(input).to(float64).softmax(1).cpu().data<double>().ToArray();
        return new Prediction(sample, [.. shares.Select((share, k) => new Answer(trained.Facts.Classes[k], share))
            .OrderByDescending(answer => answer.Probability).Take(settings.Top)]);
    }
}
