using System.Text;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>Weights and inputs by formula; the twin of the one that tests/Golden/models/make_models.py documents.</summary>
internal static class FixedWeights
{
    public static void Load(nn.Module model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor tensor) in model.state_dict())
            tensor.copy_(Value(name, tensor));
    }

    /// <summary>Values in [-1, 1) of the tensor of this name.</summary>
    public static Tensor Of(string name, params long[] shape)
    {
        uint start = Fnv1a(name);
        double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (uint k = 0; k < values.Length; k++)
            values[k] = 2 * ((Mix(start + k) >> 8) / 16777216.0) - 1;
        return tensor(values).view(shape);
    }

    private static Tensor Value(string name, Tensor like)
    {
        if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            return zeros_like(like);
        Tensor v = Of(name, like.shape);
        if (like.ndim > 1)
            return v * Math.Sqrt(6.0 / (like.numel() / like.shape[0]));
        bool isGain = name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".running_var", StringComparison.Ordinal);
        return isGain ? 1 + v / 10 : v / 10;
    }

    private static uint Fnv1a(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, (hash, value) => (hash ^ value) * 16777619u);

    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352Du;
        x = (x ^ (x >> 15)) * 0x846CA68Bu;
        return x ^ (x >> 16);
    }
}
