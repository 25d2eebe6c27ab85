using L2BN.Data;
using L2BN.Results;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Where a run of a comparison is saved, and what its checkpoints say of it: the same as those of <c>l2bn train</c>.</summary>
internal static class RunCheckpoints
{
    public static CheckpointFolder FolderOf(string runPath) => new(Path.Combine(runPath, "checkpoints"));

    public static CheckpointOptions Of(string runPath, RunRecord run, DataSplits data) =>
        new() { Folder = FolderOf(runPath), Facts = Facts(run, data), NameBest = false };

    private static CheckpointFacts Facts(RunRecord run, DataSplits data) =>
        CheckpointFacts.Create(run.Model, run.Norm, run.Data, data, get_num_threads()) with
        {
            Options = new Dictionary<string, string>([.. run.Request!.Options, .. data.Options.ExceptBy(run.Request.Options.Keys, item => item.Key)]),
            Versions = Versions(run.Request.Environment!),
        };

    private static Dictionary<string, string> Versions(EnvironmentRecord environment) =>
        new(environment.Libraries) { ["l2bn"] = environment.Version };
}
