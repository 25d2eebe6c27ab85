namespace L2BN.Data.Audio;

/// <summary>One split of a data set as the metadata lists it.</summary>
/// <param name="Name">train, test or validation.</param>
/// <param name="Source">File or folder that lists it, for messages.</param>
/// <param name="Clips">In order.</param>
internal sealed record ListedSplit(string Name, string Source, IReadOnlyList<ListedClip> Clips)
{
    /// <summary>Share of the listed clips that may be missing: lists and releases differ by a few clips, but half a download is no data
    /// set.</summary>
    private const double MostMissing = 0.1;

    /// <summary>The clips that are there, each once.</summary>
    /// <param name="warnings">Takes what was left out.</param>
    internal ListedSplit Present(List<string> warnings)
    {
        ListedClip[] unique = Unique(warnings), there = [.. unique.Where(clip => File.Exists(clip.Path))];
        if (there.Length < unique.Length) NoteMissing([.. unique.Except(there)], unique.Length, warnings);
        if (there.Length == 0) throw new DataException(Source, $"expected clips for {Name}, there are none", null);
        return this with { Clips = there };
    }

    /// <summary>The first ten names.</summary>
    internal static string Examples(IEnumerable<string> clips)
    {
        string[] names = [.. clips.Take(11)];
        return names.Length <= 10 ? string.Join(", ", names) : string.Join(", ", names[..10]) + ", …";
    }

    private ListedClip[] Unique(List<string> warnings)
    {
        var groups = Clips.GroupBy(clip => clip.Path).ToArray();
        if (groups.FirstOrDefault(group => group.Any(clip => clip.Label != group.First().Label)) is { } torn)
            throw new DataException(Source, $"{torn.First().Name} is listed with different classes", "Keep the right one.");
        int again = Clips.Count - groups.Length;
        string names = Examples(groups.Where(group => group.Count() > 1).Select(group => group.First().Name));
        if (again > 0) warnings.Add($"{Source}: {again} of {Clips.Count} rows list a clip again ({names}); each clip is used once.");
        return [.. groups.Select(group => group.First())];
    }

    private void NoteMissing(ListedClip[] missing, int listed, List<string> warnings)
    {
        string problem = $"{missing.Length} of {listed} listed clips are not there ({Examples(missing.Select(clip => clip.Name))})";
        if (missing.Length > MostMissing * listed) throw new DataException(Source, problem, "Download or unpack the rest of the data set.");
        warnings.Add($"{Source}: {problem}; they are left out.");
    }
}
