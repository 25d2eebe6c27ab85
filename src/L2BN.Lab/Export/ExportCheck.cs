using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Onnx;
using L2BN.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Export;

/// <summary>How far ONNX Runtime is from torch.</summary>
/// <param name="Samples">Samples that both computed.</param>
/// <param name="Difference">Largest difference of a score, relative to the largest score of its batch.</param>
internal sealed record ExportCheckResult(int Samples, double Difference);

/// <summary>Runs an exported file in ONNX Runtime and compares its scores with torch's: on noise, and on test samples.</summary>
internal static class ExportCheck
{
    private const double Tolerance = 1e-4;
    private const int TestSamples = 32;
    private static readonly int[] s_batches = [1, 7];

    /// <exception cref="ResultsException">They differ by more than 1e-4.</exception>
    public static ExportCheckResult Run(TrainedModel trained, OnnxExportResult written, ExportOptions options, CancellationToken ct)
    {
        using var network = OnnxNetwork.Open(written.Path, options.Torch.Threads);
        ExportCheckResult all = new(0, 0);
        foreach ((float[] values, int count, SampleShape shape) in Noise(trained.Shape, written.FixedSize).Concat(Tests(trained, options)))
        {
            ct.ThrowIfCancellationRequested();
            double difference = Difference(Compute(trained, values, count, shape), network.Run(values, count, shape));
            all = new(all.Samples + count, Math.Max(all.Difference, difference));
        }

        if (all.Difference <= Tolerance)
            Terminal.WriteLine($"ONNX Runtime and torch agree on {all.Samples} samples: "
                + $"scores differ by at most {all.Difference:E1} of the largest.");
        else
            throw new ResultsException(
                $"{written.Path}: expected scores of ONNX Runtime within {Tolerance:E0} of torch's, got a difference of "
                    + $"{all.Difference:E1}; do not use the file.");
        return all;
    }

    private static IEnumerable<(float[] Values, int Count, SampleShape Shape)> Noise(SampleShape shape, bool fixedSize)
    {
        SampleShape other = fixedSize ? shape : shape with { Height = shape.Height + 4, Width = shape.Width + 7 };
        manual_seed(0);
        foreach (SampleShape size in (SampleShape[])[shape, other])
        {
            foreach (int count in s_batches)
            {
                using Tensor noise = randn(count, size.Channels, size.Height, size.Width);
                yield return (noise.data<float>().ToArray(), count, size);
            }
        }
    }

    private static IEnumerable<(float[] Values, int Count, SampleShape Shape)> Tests(TrainedModel trained, ExportOptions options)
    {
        if (OpenTests(trained, options) is not { } test)
            yield break;
        SampleShape shape = trained.Shape;
        int count = Math.Min(TestSamples, test.Count);
        float[] values = new float[count * shape.Size];
        for (int i = 0; i < count; i++)
        {
            Span<float> sample = values.AsSpan(i * shape.Size, shape.Size);
            test.Read(i, sample);
            trained.Normalization.Apply(sample, shape);
        }

        yield return (values, count, shape);
    }

    // The file is for other places than that of the training; where the data is not here, noise has to do.
    private static IDataset? OpenTests(TrainedModel trained, ExportOptions options)
    {
        try
        {
            return CheckpointData.Match(trained, CheckpointData.Open(trained.Checkpoint, folder: options.DataDir)).Test;
        }
        catch (Exception missing) when (missing is DataException or UsageException && options.DataDir is null)
        {
            Terminal.WriteLine($"Note: compared on noise only: {missing.Message}");
            return null;
        }
    }

    private static float[] Compute(TrainedModel trained, float[] values, int count, SampleShape shape)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(values).reshape(count, shape.Channels, shape.Height, shape.Width);
        return trained.Model.call(input).contiguous().data<float>().ToArray();
    }

    private static double Difference(float[] expected, float[] actual)
    {
        double largest = expected.Max(value => Math.Abs((double)value));
        double difference = expected.Zip(actual).Max(pair => Math.Abs((double)pair.First - pair.Second)) / Math.Max(largest, float.Epsilon);
        return double.IsFinite(difference) ? difference : double.PositiveInfinity;
    }
}
