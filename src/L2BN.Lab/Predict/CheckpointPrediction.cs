using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Predict;

/// <summary>Answers of a checkpoint, computed by torch.</summary>
internal static class CheckpointPrediction
{
    public static int Run(PredictOptions options, CancellationToken ct)
    {
        using Checkpoint checkpoint = TrainedModel.Find(options.Input.Path);
        PredictFiles files = new(checkpoint.Facts, options);
        DataSplits? data = options.Recalibrate ? CheckpointData.Open(checkpoint, folder: options.DataDir) : null;
        ComputeFormat format = options.Format.Resolve(checkpoint);
        TorchSetup.Prepare(options.Torch.Threads, options.Torch.Device, format);
        using TrainedModel trained = Load(checkpoint, data, options, format, ct);
        return files.Answer(checkpoint.FilePath, values => Compute(trained, values, options.Torch.Device), ct);
    }

    private static TrainedModel Load(
        Checkpoint checkpoint, DataSplits? data, PredictOptions options, ComputeFormat format, CancellationToken ct)
    {
        var trained = TrainedModel.Load(checkpoint, norm: null, force: false, options.Torch.Device, format);
        if (data is null)
            return trained;
        CheckpointData.Recalibrate(trained, CheckpointData.Match(trained, data), options.Torch.Device, ct);
        return trained;
    }

    private static double[] Compute(TrainedModel trained, float[] values, string where)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(values)
            .reshape(1, trained.Shape.Channels, trained.Shape.Height, trained.Shape.Width)
            .to(device(where));
        return trained.Model.call(input).to(float64).softmax(1).cpu().data<double>().ToArray();
    }
}
