using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training.Optimizers;

/// <summary>
/// Updates parameters from their gradients. The arithmetic is torch's; the state has names, so that a run can be resumed to the same
/// bits (the state of TorchSharp's own optimizers is private and ordered by position).
/// </summary>
internal abstract class Optimizer : IDisposable
{
    private readonly Slot[] _slots;

    protected Optimizer(nn.Module model, TrainerOptions options)
    {
        Options = options;
        _slots =
        [
            .. model
                .named_parameters()
                .Where(item => item.parameter.requires_grad)
                .Select(item => new Slot(item.name, item.parameter, Decay(item.parameter))),
        ];
    }

    /// <summary>Steps taken so far; AdamW's bias correction depends on it.</summary>
    public long Steps { get; set; }

    protected TrainerOptions Options { get; }

    public IEnumerable<Parameter> Parameters => _slots.Select(slot => slot.Parameter);

    public static Optimizer Create(nn.Module model, TrainerOptions options) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(model, options),
        OptimizerKind.AdamW => new AdamW(model, options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Expected the optimizer Sgd or AdamW."),
    };

    public void ZeroGradients()
    {
        using DisposeScope scope = NewDisposeScope(); // zero_ too returns a tensor of its own
        foreach (Slot slot in _slots)
            slot.Parameter.grad?.zero_();
    }

    public void Step(double lr)
    {
        Steps++;
        using IDisposable noGrad = no_grad();
        foreach (Slot slot in _slots)
        {
            using DisposeScope scope = NewDisposeScope();
            if (slot.Parameter.grad is { } gradient)
                Update(slot, gradient, lr);
        }
    }

    /// <summary>The state by name: <c>PARAMETER/WHAT</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State() =>
        _slots.SelectMany(slot => slot.State.Select(item => ($"{slot.Name}/{item.Key}", item.Value)));

    /// <summary>Sets a state that <see cref="State"/> returned.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach ((string name, Tensor tensor) in state)
        {
            int cut = name.LastIndexOf('/');
            Slot slot = Array.Find(_slots, slot => slot.Name == name[..cut])!;
            slot.State[name[(cut + 1)..]] = tensor.to(slot.Parameter.device).DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _slots.SelectMany(slot => slot.State.Values))
            tensor.Dispose();
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

/// <summary>Stochastic gradient descent with momentum, plain or Nesterov's, as torch.optim.SGD computes it: v ← μ·v + g, the first v being
/// g.</summary>
internal sealed class Sgd(nn.Module model, TrainerOptions options) : Optimizer(model, options)
{
    protected override void Update(Slot slot, Tensor gradient, double lr)
    {
        Tensor g = slot.Decay != 0 ? gradient.Plus(slot.Parameter, slot.Decay) : gradient;
        if (Options.Momentum != 0)
        {
            Tensor velocity = slot.Get("momentum", () => g.clone(), out bool isNew);
            if (!isNew)
                velocity.Times_(Options.Momentum).Plus_(g);
            g = Options.Nesterov ? g.Plus(velocity, Options.Momentum) : velocity;
        }

        slot.Parameter.Plus_(g, -lr);
    }
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2), β = 0.9 and 0.999, ε = 1e-8, as
/// torch.optim.AdamW.</summary>
internal sealed class AdamW(nn.Module model, TrainerOptions options) : Optimizer(model, options)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    protected override void Update(Slot slot, Tensor gradient, double lr)
    {
        Tensor mean = slot.Get("mean", () => zeros_like(slot.Parameter), out _);
        Tensor square = slot.Get("square", () => zeros_like(slot.Parameter), out _);
        slot.Parameter.Times_(1 - lr * slot.Decay);
        mean.Times_(Beta1).Plus_(gradient, 1 - Beta1);
        square.Times_(Beta2).PlusProduct_(gradient, gradient, 1 - Beta2);
        double correction1 = 1 - Math.Pow(Beta1, Steps), correction2 = 1 - Math.Pow(Beta2, Steps);
        Tensor deviation = square.sqrt().DividedBy(Math.Sqrt(correction2)).Plus_(Epsilon);
        slot.Parameter.PlusQuotient_(mean, deviation, -lr / correction1);
    }
}
