using L2BN.Formats.Safetensors;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

/// <summary>A network that was trained here computes the same in PyTorch with python/l2bn.py, and one that was trained there the same
/// here.</summary>
public sealed class PythonExchangeTests : TemporaryFolder
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void State_goes_to_PyTorch_and_back()
    {
        Assert.SkipWhen(NativeKernels.MissingForPython is not null, $"{NativeKernels.MissingForPython}");
        using DisposeScope scope = NewDisposeScope();
        SavedRun run = new(Folder);
        Assert.True(run.Run());
        using nn.Module<Tensor, Tensor> network = SavedRun.Network();
        using (var checkpoint = Checkpoint.Open(run.Checkpoints.Last))
            checkpoint.LoadModel(network);
        network.eval();
        Tensor input = randn(12, 1, 8, 8);
        TensorData[] batch = [TensorBytes.FromTensor("input", input), TensorBytes.FromTensor("output", network.forward(input))];
        SafetensorsWriter.Write(PathOf("batch.safetensors"), batch);

        string? failure = NativeKernels.RunPython(
            Repository.PathOf("tests", "L2BN.Training.Tests", "exchange.py"), Repository.PathOf("python"), run.Checkpoints.Last,
            PathOf("batch.safetensors"), PathOf("trained.safetensors"));
        Assert.Null(failure);

        using var trained = SafetensorsFile.Open(PathOf("trained.safetensors"));
        var tensors = trained.Entries.ToDictionary(entry => entry.Name, entry => TensorBytes.Read(trained, entry, "trained"));
        Assert.True(tensors.Remove("input"));
        Assert.True(tensors.Remove("output", out Tensor? output));
        NormCheckpoint.Load(network, tensors);
        double error = (network.forward(input) - output).abs().max().ToDouble();
        Assert.InRange(error, 0, Tolerance);
    }
}
