using L2BN.Data;
using L2BN.Results;
using L2BN.Training;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>What is known of a run before its first step.</summary>
internal static class RunRecords
{
    public static RunRecord Of(
        Arm arm, int armIndex, int seed, nn.Module network, DataSplits data, ComparisonOptions options, DateTimeOffset started) => new()
        {
            Arm = arm.Name,
            ArmIndex = armIndex,
            Norm = arm.Norm,
            Model = options.Model,
            Data = options.Data ?? data.Train.Name,
            Seed = seed,
            Parameters = network.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
            Request = Request(data, options, seed, started),
        };

    private static RunRequest Request(DataSplits data, ComparisonOptions options, int seed, DateTimeOffset started) => new()
    {
        Epochs = options.Training.Epochs,
        Options = Options(options.Training with { Seed = seed }),
        DataFingerprint = data.Fingerprint,
        CommandLine = options.Command is { } command ? [command] : [],
        Started = started,
        Environment = Environments.Read(options.Training.Device),
    };

    private static Dictionary<string, string> Options(TrainerOptions training) => new()
    {
        ["epochs"] = $"{training.Epochs}",
        ["batch-size"] = $"{training.BatchSize}",
        ["lr"] = $"{training.LearningRate:R}",
        ["momentum"] = $"{training.Momentum:R}",
        ["weight-decay"] = $"{training.WeightDecay:R}",
        ["seed"] = $"{training.Seed}",
        ["device"] = training.Device,
        ["augmentation"] = $"{training.Augmentation}",
        ["recalibration-samples"] = $"{training.RecalibrationSamples}",
    };
}
