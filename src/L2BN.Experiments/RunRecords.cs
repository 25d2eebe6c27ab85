using System.Reflection;
using L2BN.Data;
using L2BN.Results;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>What is known of a run before its first step.</summary>
internal static class RunRecords
{
    public static RunRecord Of(
        PlannedRun run, nn.Module network, Module code, DataSplits data, ComparisonOptions options, DateTimeOffset started) => new()
        {
            Arm = run.Arm.Name,
            ArmIndex = run.ArmIndex,
            Norm = run.Arm.Norm,
            Model = options.Model,
            Data = options.Data ?? data.Train.Name,
            Seed = run.Seed,
            Parameters = network.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
            Request = Request(network, code, data, options, run.Seed, started),
        };

    private static RunRequest Request(
        nn.Module network, Module code, DataSplits data, ComparisonOptions options, int seed, DateTimeOffset started) => new()
        {
            Epochs = options.Training.Epochs,
            Options = new Dictionary<string, string>(TrainingFacts.Of(options.Training with { Seed = seed }))
            {
                ["threads"] = $"{get_num_threads()}",
                ["initial-weights"] = InitialState.Fingerprint(network),
                ["program"] = $"{code.ModuleVersionId:N}",
            },
            DataFingerprint = data.Fingerprint,
            DataWarnings = data.Warnings,
            Classes = data.Train.Classes,
            CommandLine = options.Command is { } command ? [command] : [],
            Started = started,
            Environment = RunEnvironment.Read(options.Training.Device),
        };
}
