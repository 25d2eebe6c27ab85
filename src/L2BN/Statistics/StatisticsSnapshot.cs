using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Statistics;

/// <summary>Running statistics, counters and momentum of some layers, saved so that they can be restored.</summary>
internal sealed class StatisticsSnapshot : IDisposable
{
    private readonly List<Entry> _entries;

    internal StatisticsSnapshot(IEnumerable<RunningNorm> norms) => _entries = [.. norms.Select(Entry.From)];

    internal void RestoreMomentum() => _entries.ForEach(entry => entry.Norm.Momentum = entry.Momentum);

    internal void RestoreStatistics() => _entries.ForEach(entry => entry.RestoreStatistics());

    public void Dispose() => _entries.ForEach(entry => entry.Dispose());

    private sealed record Entry(RunningNorm Norm, Tensor Mean, Tensor Variance, Tensor? Counter, double? Momentum) : IDisposable
    {
        internal static Entry From(RunningNorm norm) =>
            new(norm, Copy(norm.Mean)!, Copy(norm.Variance)!, Copy(norm.Counter), norm.Momentum);

        internal void RestoreStatistics()
        {
            using IDisposable _ = no_grad();
            Norm.Mean.copy_(Mean);
            Norm.Variance.copy_(Variance);
            if (Counter is not null)
                Norm.Counter!.copy_(Counter);
        }

        public void Dispose()
        {
            Mean.Dispose();
            Variance.Dispose();
            Counter?.Dispose();
        }

        private static Tensor? Copy(Tensor? tensor)
        {
            using DisposeScope scope = NewDisposeScope();
            return tensor?.detach().clone().DetachFromDisposeScope();
        }
    }
}

/// <summary>The training flag of every module of a model, restored on disposal.</summary>
internal sealed class ModeSnapshot(nn.Module model) : IDisposable
{
    // Parents come before their children, whose flags they would otherwise overwrite.
    private readonly (nn.Module Module, bool Training)[] _modes =
        [.. model.modules().Prepend(model).Select(module => (module, module.training))];

    public void Dispose()
    {
        foreach ((nn.Module module, bool training) in _modes)
        {
            if (module.training != training)
                module.train(training);
        }
    }
}
