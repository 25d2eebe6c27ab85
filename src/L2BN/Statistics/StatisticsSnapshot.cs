using static TorchSharp.torch;

namespace L2BN;

/// <summary>Running statistics, counters and momentum of some layers, kept so that they can be put back.</summary>
internal sealed class StatisticsSnapshot : IDisposable
{
    private readonly List<Entry> _entries;

    internal StatisticsSnapshot(IEnumerable<RunningNorm> norms) => _entries = [.. norms.Select(Entry.Of)];

    internal void RestoreMomentum() => _entries.ForEach(entry => entry.Norm.Momentum = entry.Momentum);

    internal void RestoreStatistics() => _entries.ForEach(entry => entry.RestoreStatistics());

    public void Dispose() => _entries.ForEach(entry => entry.Dispose());

    private sealed record Entry(RunningNorm Norm, Tensor Mean, Tensor Variance, Tensor? Counter, double? Momentum) : IDisposable
    {
        internal static Entry Of(RunningNorm norm) => new(norm, Copy(norm.Mean)!, Copy(norm.Variance)!, Copy(norm.Counter), norm.Momentum);

        internal void RestoreStatistics()
        {
            using var _ = no_grad();
            Norm.Mean.copy_(Mean);
            Norm.Variance.copy_(Variance);
            if (Counter is not null) Norm.Counter!.copy_(Counter);
        }

        public void Dispose()
        {
            Mean.Dispose();
            Variance.Dispose();
            Counter?.Dispose();
        }

        private static Tensor? Copy(Tensor? tensor)
        {
            using var scope = NewDisposeScope();
            return tensor?.detach().clone().DetachFromDisposeScope();
        }
    }
}
