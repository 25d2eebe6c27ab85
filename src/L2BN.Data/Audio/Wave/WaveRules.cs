namespace L2BN.Data.Audio;

/// <summary>Where a file breaks a rule: refuses it, or, where that is asked for, forgives and remembers.</summary>
internal sealed class WaveRules(string file, bool lenient)
{
    /// <summary>A file in which every sample is wrong says so often enough.</summary>
    private const int MostWarnings = 20;

    private readonly List<string> _warnings = [];

    internal IReadOnlyList<string> Warnings => _warnings;

    internal bool Lenient => lenient;

    /// <summary>A broken rule that cannot be repaired.</summary>
    internal DataException Refused(string problem, long offset, string? remedy = null) => new(file, problem, remedy, offset);

    /// <summary>Refuses a broken rule, or lets it pass with a warning that says what was done.</summary>
    internal void Forgive(string problem, long offset, string repair)
    {
        if (!lenient) throw Refused(problem, offset, "Write the file again with a tool that finishes it, or read it leniently.");
        if (_warnings.Count < MostWarnings) _warnings.Add($"{file}, byte {offset}: {problem}; {repair}.");
    }
}
