using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>One view of the two families of layers with running statistics: ours and torch's BatchNorm.</summary>
internal abstract class RunningNorm
{
    internal abstract nn.Module Module { get; }

    internal abstract Tensor Mean { get; }

    internal abstract Tensor Variance { get; }

    internal abstract Tensor? Counter { get; }

    internal abstract double? Momentum { get; set; }

    internal abstract void Reset();

    /// <summary>Every such layer of a model once, the model itself included, in the order of registration.</summary>
    internal static IReadOnlyList<(string Name, RunningNorm Norm)> In(nn.Module model)
    {
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        return [.. model.named_modules().Prepend(("", model)).Where(item => seen.Add(item.Item2)).SelectMany(View)];
    }

    private static IEnumerable<(string, RunningNorm)> View((string Name, nn.Module Module) item)
    {
        if (item.Module is L2BatchNorm { running_mean: not null, running_var: not null } ours) yield return (item.Name, new Ours(ours));
        if (item.Module is BatchNorm { running_mean: not null, running_var: not null } stock) yield return (item.Name, new Stock(stock));
    }

    private sealed class Ours(L2BatchNorm layer) : RunningNorm
    {
        internal override nn.Module Module => layer;

        internal override Tensor Mean => layer.running_mean!;

        internal override Tensor Variance => layer.running_var!;

        internal override Tensor? Counter => layer.num_batches_tracked;

        internal override double? Momentum { get => layer.momentum; set => layer.momentum = value; }

        internal override void Reset() => layer.reset_running_stats();
    }

    private sealed class Stock(BatchNorm layer) : RunningNorm
    {
        internal override nn.Module Module => layer;

        internal override Tensor Mean => layer.running_mean!;

        internal override Tensor Variance => layer.running_var!;

        internal override Tensor? Counter => layer.num_batches_tracked;

        internal override double? Momentum { get => layer.momentum; set => layer.momentum = value; }

        internal override void Reset() => layer.reset_running_stats();
    }
}
