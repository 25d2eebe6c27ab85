using L2BN.Lab.Shared;

namespace L2BN.Lab.Predict;

/// <summary>Answers of an ONNX file, computed by ONNX Runtime. Nothing here may touch torch.</summary>
internal static class OnnxPrediction
{
    public static int Run(PredictOptions options, CancellationToken ct)
    {
        Refuse(options.Recalibrate, "--recalibrate");
        Refuse(options.DataDir is not null, "--data-dir");
        Refuse(options.Format.IsGiven, $"{FormatOptions.LayoutName}, {FormatOptions.PrecisionName}");
        Refuse(options.Torch.Device != "cpu", "--device");
        using var network = OnnxNetwork.Open(options.Input.Path, options.Torch.Threads);
        PredictFiles files = new(network.Facts, options);
        return files.Answer(options.Input.Path, values => Softmax(network.Run(values, 1, network.Facts.SampleShape)), ct);
    }

    private static double[] Softmax(float[] scores)
    {
        double largest = scores.Max();
        double[] powers = [.. scores.Select(score => Math.Exp(score - largest))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    private static void Refuse(bool given, string option)
    {
        if (given)
            throw new UsageException($"{option}: expected a checkpoint, got --onnx; leave one of the two out.");
    }
}
