using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Finds where a run broke: the first tensor of the model's state that is not finite, else the first layer whose output is
/// not.</summary>
internal static class Divergence
{
    public static DivergedException At(nn.Module<Tensor, Tensor> model, Tensor inputs, long step, double loss)
    {
        string where = FirstBrokenState(model) is { } tensor ? $"the first tensor that is not finite is {tensor}"
            : FirstBrokenLayer(model, inputs) is { } layer ? $"the first layer whose output is not finite is {layer}"
            : "every weight and every layer's output is still finite, so the logits are too far apart for the loss";
        return new DivergedException(
            $"Training diverged at step {step + 1}: the loss is {loss}; {where}. A smaller learning rate usually helps.");
    }

    public static DivergedException InEvaluation(nn.Module model, double loss)
    {
        string where = FirstBrokenState(model) is { } tensor
            ? $"the first tensor that is not finite is {tensor}"
            : "every weight and every running statistic is finite, so an output overflows";
        return new DivergedException(
            $"The network has diverged: its loss in evaluation is {loss}; {where}. A smaller learning rate usually helps.");
    }

    private static string? FirstBrokenState(nn.Module model) =>
        model.state_dict().Where(item => !IsFinite(item.Value)).Select(item => item.Key).FirstOrDefault();

    // The run is over, so a forward pass may move running statistics once more.
    private static string? FirstBrokenLayer(nn.Module<Tensor, Tensor> model, Tensor inputs)
    {
        string? first = null;
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (module is nn.Module<Tensor, Tensor> layer)
                layer.register_forward_hook((_, _, output) =>
                {
                    if (!IsFinite(output))
                        first ??= name;
                    return output;
                });
        }

        using IDisposable noGrad = no_grad();
        using Tensor logits = model.call(inputs);
        return first ?? (IsFinite(logits) ? null : model.GetName());
    }

    private static bool IsFinite(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }
}

/// <summary>A loss in training or in evaluation is not finite.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>Creates the exception with a message that names step and layer.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }
}
