using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Listeners to what layers take and give, removed when this is disposed of.</summary>
internal sealed class Hooks : IDisposable
{
    private readonly List<Action> _removals = [];

    public void Add(nn.Module<Tensor, Tensor> layer, Action<Tensor, Tensor> listener)
    {
        var hook = layer.register_forward_hook((_, input, output) =>
        {
            listener(input, output);
            return output;
        });
        _removals.Add(hook.remove);
    }

    public void Dispose() => _removals.ForEach(remove => remove());
}
