namespace L2BN.Data.Shifts;

/// <summary>The shifts by name: one list for images, one for sound.</summary>
public static class ShiftCatalog
{
    private static readonly string[] s_standardImages = ["scale", "contrast", "brightness", "darken", "noise", "blur"];
    private static readonly string[] s_standardSound = ["gain", "noise", "low-pass"];

    /// <summary>Shifts of images.</summary>
    public static IReadOnlyList<ImageShift> Images { get; } = [.. IntensityShifts.All, .. NoiseShifts.All, .. ResolutionShifts.All];

    /// <summary>Shifts of sound.</summary>
    public static IReadOnlyList<SoundShift> Sound { get; } = SoundShifts.All;

    /// <summary>Reads a list such as <c>contrast:3,noise</c>.</summary>
    /// <param name="text"><c>none</c>, <c>standard</c>, <c>all</c>, or names with commas, each with <c>:SEVERITY</c> or without, for all
    /// severities.</param>
    /// <param name="sound">Whether the data is sound.</param>
    /// <returns>One entry per shift, in the order in which they are named.</returns>
    /// <exception cref="ArgumentException">A name or severity that does not exist.</exception>
    public static IReadOnlyList<ChosenShift> Parse(string text, bool sound)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<Shift> all = sound ? Sound : Images;
        string[] names = text.Trim() switch
        {
            "none" => [],
            "standard" => sound ? s_standardSound : s_standardImages,
            "all" => [.. all.Select(shift => shift.Name)],
            var list => list.Split(',', StringSplitOptions.TrimEntries),
        };
        return [.. names.Select(name => ParseOne(name, all)).GroupBy(item => item.Shift)
            .Select(own => new ChosenShift(own.Key, [.. own.SelectMany(item => item.Severities).Distinct().Order()]))];
    }

    private static ChosenShift ParseOne(string text, IReadOnlyList<Shift> all)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        string[] names = [.. all.Select(shift => shift.Name)];
        Shift shift = all.FirstOrDefault(shift => shift.Name == name) ?? throw new ArgumentException(
            $"Expected none, standard, all, or shifts of {string.Join(", ", names)}, got '{text}'.{NearestName.Hint(name, names)}");
        if (colon < 0)
            return new ChosenShift(shift, [.. Enumerable.Range(1, Shift.Severities)]);
        return NumberText.TryParse(text.AsSpan(colon + 1), out int severity) && severity is >= 1 and <= Shift.Severities
            ? new ChosenShift(shift, [severity])
            : throw new ArgumentException($"Expected a severity from 1 to {Shift.Severities} after the colon, got '{text}'.");
    }
}

/// <summary>A shift and the severities to test.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Severities">Some of 1 to 5, rising.</param>
public sealed record ChosenShift(Shift Shift, IReadOnlyList<int> Severities);
