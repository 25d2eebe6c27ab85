using L2BN.Data.Audio.Decoding;

namespace L2BN.Data.Audio.Wave;

/// <summary>What happens at each broken rule of a file: the file is refused, or the rule is tolerated and a warning recorded.</summary>
internal sealed class WaveIssues(string file, AudioTolerance tolerance)
{
    /// <summary>Keeps the list short for a file in which every sample is wrong.</summary>
    private const int MostWarnings = 20;

    private readonly List<string> _warnings = [];

    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>A broken rule that is never tolerated.</summary>
    internal DataException Refuse(string problem, long offset, string? remedy = null) => new(file, problem, remedy, offset);

    /// <summary>A broken rule that puts no sample in doubt: refused where reading is strict.</summary>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="offset">Byte of the file.</param>
    /// <param name="repair">What is done instead.</param>
    internal void Harmless(string problem, long offset, string repair)
    {
        if (tolerance == AudioTolerance.Strict)
            throw Refuse(problem, offset, "Write the file again with a tool that finishes it, or do not ask for strict reading.");
        Warn(problem, offset, repair);
    }

    /// <summary>A broken rule after which samples may be missing or wrong: refused unless reading is lenient.</summary>
    /// <inheritdoc cref="Harmless"/>
    internal void Doubtful(string problem, long offset, string repair)
    {
        if (tolerance != AudioTolerance.Lenient)
            throw Refuse(problem, offset, "Get the file again, or remove it.");
        Warn(problem, offset, repair);
    }

    private void Warn(string problem, long offset, string repair)
    {
        if (_warnings.Count < MostWarnings)
            _warnings.Add($"{file}, byte {offset}: {problem}; {repair}.");
    }
}
