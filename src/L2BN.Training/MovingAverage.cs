using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>
/// Exponential moving average of a model's weights and buffers. While young it forgets faster, min(decay, (1 + t)/(10 + t)) after t steps,
/// so that the initial weights do not linger. Counters are copied.
/// </summary>
internal sealed class MovingAverage(nn.Module model, double decay) : IDisposable
{
    private readonly Dictionary<string, Tensor> _current = model.state_dict();
    private readonly Dictionary<string, Tensor> _average =
        model.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().clone().DetachFromDisposeScope());

    public IReadOnlyDictionary<string, Tensor> Tensors => _average;

    /// <summary>Takes in the weights after step <paramref name="step"/>, the first being 1.</summary>
    public void Update(long step)
    {
        double share = Math.Min(decay, (1.0 + step) / (10.0 + step));
        using IDisposable noGrad = no_grad();
        foreach ((string name, Tensor average) in _average)
        {
            if (average.is_floating_point())
                average.Times_(share).Plus_(_current[name], 1 - share);
            else
                average.copy_(_current[name]);
        }
    }

    /// <summary>Exchanges the model's tensors and the average; a second time undoes it.</summary>
    public void Swap()
    {
        using IDisposable noGrad = no_grad();
        foreach ((string name, Tensor average) in _average)
        {
            using Tensor before = average.clone();
            average.copy_(_current[name]);
            _current[name].copy_(before);
        }
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using IDisposable noGrad = no_grad();
        foreach ((string name, Tensor average) in _average)
            average.copy_(tensors[name]);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _average.Values)
            tensor.Dispose();
    }
}
