using static TorchSharp.torch;

namespace L2BN.Experiments.Probes;

/// <summary>Observes the inputs and outputs of layers until it is disposed of.</summary>
internal sealed class ForwardHooks : IDisposable
{
    private readonly List<Action> _removals = [];

    /// <summary>Calls a listener with input and output whenever the layer is called.</summary>
    /// <param name="layer">A layer that its model reaches through <c>call</c>.</param>
    /// <param name="listener">Receives tensors that belong to the model: copy what is needed later.</param>
    public void Add(nn.Module<Tensor, Tensor> layer, Action<Tensor, Tensor> listener)
    {
        HookRemover hook = layer.register_forward_hook((_, input, output) =>
        {
            listener(input, output);
            return output;
        });
        _removals.Add(hook.remove);
    }

    public void Dispose()
    {
        foreach (Action remove in _removals)
            remove();
        _removals.Clear();
    }
}
