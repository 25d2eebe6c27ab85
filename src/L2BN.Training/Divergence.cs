using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Finds where a run broke: the first parameter or buffer, in the model's order, that is not finite.</summary>
internal static class Divergence
{
    public static DivergedException At(nn.Module model, long step, double loss)
    {
        string where = FirstBroken(model) is { } name
            ? $"the first tensor that is not finite is {name}"
            : "every weight is still finite, so the activations overflowed";
        return new DivergedException($"Training diverged at step {step + 1}: the loss is {loss}; {where}. A smaller --lr usually helps.");
    }

    private static string? FirstBroken(nn.Module model) =>
        model.named_parameters().Select(p => (p.name, tensor: (Tensor)p.parameter))
            .Concat(model.named_buffers().Select(b => (b.name, tensor: b.buffer)))
            .Where(t => !IsFinite(t.tensor)).Select(t => t.name).FirstOrDefault();

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().ToBoolean();
    }
}
