using L2BN.Data;
using L2BN.Formats;
using L2BN.Training.Checkpoints;
using TorchSharp;

namespace L2BN.Lab.Shared;

/// <summary>A model as a checkpoint has it, in evaluation mode.</summary>
internal sealed class TrainedModel : IDisposable
{
    private TrainedModel(Checkpoint checkpoint, torch.nn.Module<torch.Tensor, torch.Tensor> model) =>
        (Checkpoint, Model) = (checkpoint, model);

    public Checkpoint Checkpoint { get; }

    public torch.nn.Module<torch.Tensor, torch.Tensor> Model { get; }

    public CheckpointFacts Facts => Checkpoint.Facts;

    public SampleShape Shape => Facts.SampleShape;

    public Normalization Normalization => new(Facts.Mean, Facts.Std);

    /// <summary>Opens a checkpoint file, or the newest sound checkpoint of a run folder.</summary>
    public static Checkpoint Find(string path)
    {
        if (!Directory.Exists(path))
            return Checkpoint.Open(path);
        string inside = Path.Combine(path, "checkpoints");
        Checkpoint? newest = new CheckpointFolder(Directory.Exists(inside) ? inside : path).FindNewest(out IReadOnlyList<string> damaged);
        foreach (string reason in damaged)
            Terminal.WriteLine($"Note: passed over a damaged checkpoint: {reason}");
        return newest
            ?? throw new FileFormatException(
                path,
                null,
                "expected a checkpoint or the folder of a run, got a folder with no sound checkpoint in it");
    }

    /// <summary>Builds the model and loads its tensors. Torch must be ready.</summary>
    public static TrainedModel Load(Checkpoint checkpoint, string? norm, bool force, string device, ComputeFormat format)
    {
        CheckpointFacts facts = checkpoint.Facts;
        string wanted = norm is null ? facts.Norm : NameResolver.Norm(norm).ToString();
        NormGuard.Check(facts.Norm, wanted, checkpoint.FilePath, force);
        torch.nn.Module<torch.Tensor, torch.Tensor> model = Build(checkpoint, wanted);
        checkpoint.LoadModel(model);
        model.eval();
        model = model.to(torch.device(device));
        ModelFormat.Attach(model, format);
        return new TrainedModel(checkpoint, model);
    }

    // A comparison of somebody's own network leaves checkpoints too; only their program can build it. What the facts say is compared with
    // the tensors that are there before anything is allocated for it.
    private static torch.nn.Module<torch.Tensor, torch.Tensor> Build(Checkpoint checkpoint, string norm)
    {
        CheckpointFacts facts = checkpoint.Facts;
        try
        {
            checkpoint.RequireShapes(Networks.Shapes(facts.Model, norm, facts.Classes.Count, facts.SampleShape));
            return Networks.Create(facts.Model, norm, facts.Classes.Count, facts.SampleShape);
        }
        catch (ArgumentException unknown)
        {
            throw new FileFormatException(
                checkpoint.FilePath,
                null,
                $"its network cannot be built: {unknown.Message.ReplaceLineEndings(" ").TrimEnd('.')}",
                unknown);
        }
    }

    public void Dispose() => Model.Dispose();
}
