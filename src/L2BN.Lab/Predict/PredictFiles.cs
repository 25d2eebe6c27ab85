using L2BN.Data;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Images;
using L2BN.Lab.Shared;
using L2BN.Results.Output;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Predict;

/// <summary>The files of one <c>l2bn predict</c>, which a network answers one by one: the answers to a file do not depend on the
/// others.</summary>
internal sealed class PredictFiles
{
    private readonly CheckpointFacts _facts;
    private readonly PredictOptions _options;
    private readonly FileSamples _samples;
    private readonly string[] _files;
    private readonly LogMelFiles? _pictures;

    /// <summary>Finds the files and checks the options that they depend on.</summary>
    public PredictFiles(CheckpointFacts facts, PredictOptions options)
    {
        (_facts, _options) = (facts, options);
        _samples = Samples(facts, options);
        _files = [.. options.Inputs.SelectMany(_samples.Find)];
        _pictures = LogMelFiles.Create(options.LogMel, _samples, _files);
    }

    /// <summary>Prints the answers to every file.</summary>
    /// <param name="network">The file of the network.</param>
    /// <param name="compute">Probabilities of the classes from a standardized sample.</param>
    /// <param name="ct">Stops between two files.</param>
    public int Answer(string network, Func<float[], double[]> compute, CancellationToken ct)
    {
        List<Prediction> predictions = [];
        foreach (string file in _files)
        {
            ct.ThrowIfCancellationRequested();
            Prediction prediction = Predict(_samples.Read(file), compute);
            predictions.Add(prediction with { Picture = _pictures?.Write(prediction) });
            PredictPrinter.Show(predictions[^1]);
        }

        PredictPrinter.Finish(predictions, network, _facts, _options);
        return ExitCode.Done;
    }

    private Prediction Predict(FileSample sample, Func<float[], double[]> compute)
    {
        float[] values = [.. sample.Values];
        new Normalization(_facts.Mean, _facts.Std).Apply(values, _facts.SampleShape);
        IEnumerable<Answer> answers =
            compute(values).Select((share, k) => new Answer { Class = _facts.Classes[k], Probability = share });
        return new Prediction(sample, [.. answers.OrderByDescending(answer => answer.Probability).Take(_options.Top)]);
    }

    // Files must be of the kind that the checkpoint was trained on.
    private static FileSamples Samples(CheckpointFacts facts, PredictOptions options)
    {
        SampleShape shape = facts.SampleShape;
        if (CheckpointSound.Features(facts) is { } features)
            return new SoundFiles(features, options.Start, options.Strict ? AudioTolerance.Strict : AudioTolerance.Standard);
        if (options.Start > 0)
            throw new UsageException(
                "--start: expected a checkpoint that was trained on sound, got one that was trained on pictures; leave --start out.");
        if (options.Strict)
            throw new UsageException(
                "--strict: expected a checkpoint that was trained on sound, got one that was trained on pictures; leave --strict out.");
        return ImageFile.Supports(shape)
            ? new PictureFiles(shape)
            : throw new DataException(
                $"Expected a checkpoint of pictures or of a known data set of sound, got one of '{facts.Data}' with "
                    + $"samples of {shape}; predict takes those only.");
    }
}
