using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>One forward pass of a network in evaluation mode over two made samples, to find out what the network does before it is
/// trained.</summary>
public static class TrialPass
{
    /// <summary>Samples of the pass: two, so that a norm without running statistics accepts them in evaluation mode.</summary>
    internal const int Samples = 2;

    /// <summary>Runs the pass; the network's mode, weights and statistics and the state of the random generator do not change.</summary>
    /// <param name="network">Any network of one input and one output; its first floating-point parameter says which type and device the
    /// samples have.</param>
    /// <param name="sampleShape">Shape of one sample, without the dimension of the batch: 3, 32, 32.</param>
    /// <returns>The values of the output as float32.</returns>
    public static float[] Run(nn.Module<Tensor, Tensor> network, IReadOnlyList<long> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sampleShape);
        using var modes = new ModeSnapshot(network);
        var model = network as IFusedModel;
        bool fused = model?.Fused ?? false;
        network.eval();
        if (model is not null)
            model.Fused = false;
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            return [.. network.call(MakeBatch(network, sampleShape)).to(ScalarType.Float32).cpu().data<float>()];
        }
        finally
        {
            if (model is not null)
                model.Fused = fused;
        }
    }

    // Values that differ and are not 0, without drawing from the generator: samples of zeros would be counted and warned of.
    private static Tensor MakeBatch(nn.Module network, IReadOnlyList<long> sampleShape)
    {
        long[] shape = [Samples, .. sampleShape];
        long count = shape.Aggregate(1L, (product, size) => checked(product * size));
        float[] values = [.. Enumerable.Range(0, checked((int)count)).Select(i => 0.5f + i / (float)count)];
        Tensor? parameter = network.parameters().FirstOrDefault(value => InputGuard.IsFloating(value.dtype));
        Tensor batch = tensor(values, shape);
        return parameter is null ? batch : batch.to(parameter.dtype, parameter.device);
    }
}
