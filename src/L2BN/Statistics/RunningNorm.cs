using L2BN.Conversion;
using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Statistics;

/// <summary>One interface to the two families of layers with running statistics: L2BatchNorm and torch's BatchNorm.</summary>
internal abstract class RunningNorm
{
    internal abstract nn.Module Module { get; }

    internal abstract Tensor Mean { get; }

    internal abstract Tensor Variance { get; }

    internal abstract Tensor? Counter { get; }

    internal abstract double? Momentum { get; set; }

    internal virtual bool IsFrozen => false;

    /// <summary>The scale of the layer's normalized samples; null for a BatchNorm on raw samples.</summary>
    internal abstract FeatureScale? Scale { get; }

    /// <summary>S of the latest input; 0 where it is not known.</summary>
    internal abstract long Positions { get; }

    internal long Channels => Mean.shape[0];

    /// <summary>Sets mean and variance to their initial values, but not the counter.</summary>
    internal void Clear()
    {
        using IDisposable _ = no_grad();
        Mean.Fill_(0);
        Variance.Fill_(1);
    }

    /// <summary>mean over channels of variance + mean².</summary>
    internal double MeanSquare()
    {
        using DisposeScope scope = NewDisposeScope();
        return Variance.to(ScalarType.Float64).Plus(Mean.to(ScalarType.Float64).Square()).mean().item<double>();
    }

    /// <summary>Every such layer of a model once, the model itself included, in the order of registration.</summary>
    internal static IReadOnlyList<(string Name, RunningNorm Norm)> FindAll(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var visited = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        List<(string, RunningNorm)> norms = [];
        foreach ((string name, nn.Module module) in model.named_modules().Prepend(("", model)))
        {
            if (visited.Add(module) && From(module) is RunningNorm norm)
                norms.Add((name, norm));
        }

        return norms;
    }

    /// <summary>The interface to one module; null if it has no running statistics.</summary>
    internal static RunningNorm? From(nn.Module module) => module switch
    {
        L2BatchNorm { running_mean: not null, running_var: not null } norm => new OfL2BatchNorm(norm),
        BatchNorm { running_mean: not null, running_var: not null } norm => new OfBatchNorm(norm),
        _ => null,
    };

    private sealed class OfL2BatchNorm(L2BatchNorm layer) : RunningNorm
    {
        internal override nn.Module Module => layer;

        internal override Tensor Mean => layer.running_mean!;

        internal override Tensor Variance => layer.running_var!;

        internal override Tensor? Counter => layer.num_batches_tracked;

        internal override double? Momentum { get => layer.momentum; set => layer.momentum = value; }

        internal override bool IsFrozen => layer.frozen;

        internal override FeatureScale? Scale => layer.scale;

        internal override long Positions => layer.Positions;
    }

    private sealed class OfBatchNorm(BatchNorm layer) : RunningNorm
    {
        internal override nn.Module Module => layer;

        internal override Tensor Mean => layer.running_mean!;

        internal override Tensor Variance => layer.running_var!;

        internal override Tensor? Counter => layer.num_batches_tracked;

        internal override double? Momentum { get => layer.momentum; set => layer.momentum = value; }

        internal override FeatureScale? Scale => SampleNormHook.Find(layer)?.Scale;

        internal override long Positions => SampleNormHook.Find(layer)?.Positions ?? 0;
    }
}
