using L2BN.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Gradient norm, weight norm and effective step of every weight of two or more dimensions.</summary>
internal static class LayerTracer
{
    public static IReadOnlyList<LayerTrace> Read(nn.Module model, double lr)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return [.. model.named_parameters().Where(item => item.parameter.dim() > 1 && item.parameter.grad is not null)
            .Select(item => Trace(item.name, item.parameter, lr))];
    }

    private static LayerTrace Trace(string name, Tensor weight, double lr)
    {
        double norm = weight.norm().Value();
        return new LayerTrace
        {
            Layer = name,
            GradientNorm = weight.grad!.norm().Value(),
            WeightNorm = norm,
            EffectiveStep = lr / (norm * norm),
        };
    }
}
