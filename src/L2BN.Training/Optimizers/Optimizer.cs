using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training.Optimizers;

/// <summary>
/// Updates parameters from their gradients. The arithmetic is torch's; the state lies open under names, so that a run can be continued to
/// the same bits (TorchSharp's own optimizers keep theirs by position and to themselves).
/// </summary>
internal abstract class Optimizer : IDisposable
{
    private readonly Slot[] _slots;

    protected Optimizer(nn.Module model, TrainerOptions options)
    {
        Options = options;
        _slots = [.. model.named_parameters().Where(item => item.parameter.requires_grad).Select(item => new Slot(item.name, item.parameter, Decay(item.parameter)))];
    }

    /// <summary>Steps taken so far; AdamW's bias correction depends on it.</summary>
    public long Steps { get; set; }

    protected TrainerOptions Options { get; }

    public IEnumerable<Parameter> Parameters => _slots.Select(slot => slot.Parameter);

    public static Optimizer Create(nn.Module model, TrainerOptions options) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(model, options),
        _ => new AdamW(model, options),
    };

    public void ZeroGradients()
    {
        using var scope = NewDisposeScope(); // zero_ too returns a tensor of its own
        foreach (Slot slot in _slots) slot.Parameter.grad?.zero_();
    }

    public void Step(double lr)
    {
        Steps++;
        using var noGrad = no_grad();
        foreach (Slot slot in _slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Parameter.grad is { } gradient) Update(slot, gradient, lr);
        }
    }

    /// <summary>The state by name: <c>PARAMETER/WHAT</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State() =>
        _slots.SelectMany(slot => slot.State.Select(item => ($"{slot.Name}/{item.Key}", item.Value)));

    /// <summary>Takes over a state that <see cref="State"/> gave.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var (name, tensor) in state)
        {
            int cut = name.LastIndexOf('/');
            Slot slot = Array.Find(_slots, slot => slot.Name == name[..cut])!;
            slot.State[name[(cut + 1)..]] = tensor.to(slot.Parameter.device).DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _slots.SelectMany(slot => slot.State.Values)) tensor.Dispose();
    }

    protected abstract void Update(Slot slot, Tensor gradient, double lr);

    // A parameter of one dimension is a norm's gain or shift, or a bias.
    private double Decay(Tensor parameter) => Options.DecayNormAndBias || parameter.dim() > 1 ? Options.WeightDecay : 0;

    /// <summary>One parameter, its weight decay and its state.</summary>
    protected sealed record Slot(string Name, Parameter Parameter, double Decay)
    {
        public SortedDictionary<string, Tensor> State { get; } = new(StringComparer.Ordinal);

        /// <summary>The state tensor of this name, made by <paramref name="first"/> where there is none yet.</summary>
        public Tensor Get(string name, Func<Tensor> first, out bool isNew)
        {
            isNew = !State.TryGetValue(name, out Tensor? tensor);
            return isNew ? State[name] = first().DetachFromDisposeScope() : tensor!;
        }
    }
}
