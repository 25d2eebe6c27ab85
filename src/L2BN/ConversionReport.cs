using System.Text;
using L2BN.Conversion;
using L2BN.Statistics;

namespace L2BN;

/// <summary>A norm that was converted.</summary>
/// <param name="Name">Its name in the model, as in <c>state_dict</c>.</param>
/// <param name="From">The type it had.</param>
/// <param name="To">The type it has now, or what was done to it.</param>
public sealed record ConvertedNorm(string Name, string From, string To);

/// <summary>A norm that stayed as it was.</summary>
/// <param name="Name">Its name in the model, as in <c>state_dict</c>; empty for the model itself.</param>
/// <param name="Type">Its type.</param>
/// <param name="Reason">Why, and what can be done about it.</param>
public sealed record UnreachedNorm(string Name, string Type, string Reason);

/// <summary>The result of a conversion. The running statistics are then still those of the old layers: see
/// <see cref="Recalibration"/>.</summary>
/// <param name="Swapped">Norms replaced by a layer of the other kind.</param>
/// <param name="Unfused">Norms of unchanged type, with a hook added (or removed) that computes the sample norm unfused.</param>
/// <param name="Unreached">Norms that could not be converted.</param>
/// <param name="Skipped">Names of norms that the filter left out.</param>
public sealed record ConversionReport(
    IReadOnlyList<ConvertedNorm> Swapped,
    IReadOnlyList<ConvertedNorm> Unfused,
    IReadOnlyList<UnreachedNorm> Unreached,
    IReadOnlyList<string> Skipped)
{
    /// <summary>Whether every norm that the filter chose was converted.</summary>
    public bool IsComplete => Unreached.Count == 0;

    /// <summary>One line with the counts, then one line for each norm that is not simply swapped.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder($"{Swapped.Count} swapped, {Unfused.Count} unfused, ");
        text.Append($"{Unreached.Count} not reached, {Skipped.Count} left out");
        foreach (ConvertedNorm norm in Unfused)
            text.Append($"\n  unfused: {norm.Name} ({norm.From}): {norm.To}");
        foreach (UnreachedNorm norm in Unreached)
            text.Append($"\n  not reached: {norm.Name} ({norm.Type}): {norm.Reason}");
        return text.ToString();
    }
}
