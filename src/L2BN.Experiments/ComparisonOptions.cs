using L2BN.Training;

namespace L2BN.Experiments;

/// <summary>What a comparison runs.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The norms to compare, the first being the baseline; default <c>bn</c> and <c>l2bn</c>. A norm named twice makes an A/A test.</summary>
    public IReadOnlyList<string> Norms { get; init; } = ["bn", "l2bn"];

    /// <summary>Paired runs per arm, ≥ 1, default 6: the fewest with which a sign-flip test can reach 5 %.</summary>
    public int Seeds { get; init; } = 6;

    /// <summary>Options of every run; its seed is the first one.</summary>
    public required TrainerOptions Training { get; init; }

    /// <summary>Name of the model in records and tables.</summary>
    public string Model { get; init; } = "model";

    /// <summary>Name of the data in records and tables; default the training split's own.</summary>
    public string? Data { get; init; }

    /// <summary>Folder for records and report; default a new one under <c>runs/</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Command line that repeats the comparison, for the report.</summary>
    public string? Command { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it.</exception>
    public void Validate()
    {
        if (Norms.Count == 0) throw new ArgumentException("A comparison needs at least one norm; got none.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1);
        Training.Validate();
    }
}
