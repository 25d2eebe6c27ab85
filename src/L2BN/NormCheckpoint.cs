using L2BN.Scalars;
using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>Loads a dictionary of tensors, from BatchNorm or L2BatchNorm, into a model with norms.</summary>
public static class NormCheckpoint
{
    private const string Counter = "num_batches_tracked";

    /// <summary>
    /// <c>model.load_state_dict</c> with what torch's own lacks: sizes are compared before anything is copied (TorchSharp broadcasts),
    /// negative variances throw, and counters that are not in the dictionary, as in old BatchNorm checkpoints, stay as they are.
    /// </summary>
    /// <param name="model">Any model; statistics of another kind of norm are detected by <see cref="StatisticsCheck"/>.</param>
    /// <param name="source">Tensors by name.</param>
    /// <param name="strict">Throw on missing and unknown names; default true.</param>
    /// <returns>The names that were missing and those that were not known.</returns>
    /// <exception cref="ArgumentException">A size that does not fit, or a negative running variance.</exception>
    /// <exception cref="InvalidOperationException">Missing or unknown names under <paramref name="strict"/>.</exception>
    public static (IList<string> Missing, IList<string> Unexpected) Load(
        nn.Module model, Dictionary<string, Tensor> source, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.load_state_dict(source, strict, Check(model.state_dict(), source, null));
    }

    /// <summary>Throws on tensors that can't be copied, and returns the names to skip.</summary>
    internal static IList<string> Check(Dictionary<string, Tensor> target, Dictionary<string, Tensor> source, IList<string>? skip)
    {
        ArgumentNullException.ThrowIfNull(source);
        string[] skipped = [.. skip ?? [], .. target.Keys.Where(key => IsCounter(key) && !source.ContainsKey(key))];
        foreach ((string name, Tensor tensor) in source.Where(item => target.ContainsKey(item.Key) && !skipped.Contains(item.Key)))
            Check(name, target[name], tensor);
        return skipped;
    }

    private static bool IsCounter(string name) => name == Counter || name.EndsWith("." + Counter, StringComparison.Ordinal);

    private static void Check(string name, Tensor target, Tensor source)
    {
        if (!target.shape.AsSpan().SequenceEqual(source.shape))
            throw CreateException($"{name}: expected size {InputGuard.Size(target)}, got {InputGuard.Size(source)}.");
        if (name.EndsWith("running_var", StringComparison.Ordinal) && HasNegative(source))
            throw CreateException($"{name}: expected variances of at least 0, got a negative one.");
    }

    private static ArgumentException CreateException(string reason) => new($"{reason} Nothing was loaded.");

    private static bool HasNegative(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.IsLess(0).any().item<bool>();
    }
}
