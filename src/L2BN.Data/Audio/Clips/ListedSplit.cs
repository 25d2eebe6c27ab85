namespace L2BN.Data.Audio;

/// <summary>One split of a data set as the metadata lists it.</summary>
/// <param name="Name">train, test or validation.</param>
/// <param name="Source">File or folder that lists it, for messages.</param>
/// <param name="Clips">In order.</param>
internal sealed record ListedSplit(string Name, string Source, IReadOnlyList<ListedClip> Clips)
{
    /// <summary>Share of the listed clips that may be missing: lists and releases differ by a few clips, but half a download is no data set.</summary>
    private const double MostMissing = 0.1;

    /// <summary>The clips that are there, each once.</summary>
    /// <param name="warnings">Takes what was left out.</param>
    internal ListedSplit Present(List<string> warnings)
    {
        var unique = Clips.DistinctBy(clip => clip.Path).ToArray();
        if (unique.Length < Clips.Count)
            warnings.Add($"{Source}: {Clips.Count - unique.Length} of {Clips.Count} rows list a clip again ({Examples(Repeated())}); each clip is used once.");
        var there = unique.Where(clip => File.Exists(clip.Path)).ToArray();
        if (there.Length < unique.Length) NoteMissing([.. unique.Except(there)], warnings);
        if (there.Length == 0) throw new DataException(Source, $"expected clips for {Name}, there are none", null);
        return this with { Clips = there };
    }

    internal static string Examples(IEnumerable<ListedClip> clips)
    {
        string[] names = [.. clips.Select(clip => clip.Name).Take(11)];
        return names.Length <= 10 ? string.Join(", ", names) : string.Join(", ", names[..10]) + ", …";
    }

    private IEnumerable<ListedClip> Repeated()
    {
        foreach (var group in Clips.GroupBy(clip => clip.Path).Where(group => group.Count() > 1))
        {
            if (group.Select(clip => clip.Label).Distinct().Count() > 1)
                throw new DataException(Source, $"{group.First().Name} is listed with different classes", "Keep the right one.");
            yield return group.First();
        }
    }

    private void NoteMissing(ListedClip[] missing, List<string> warnings)
    {
        int listed = Clips.DistinctBy(clip => clip.Path).Count();
        string problem = $"{missing.Length} of {listed} listed clips are not there ({Examples(missing)})";
        if (missing.Length > MostMissing * listed) throw new DataException(Source, problem, "Download or unpack the rest of the data set.");
        warnings.Add($"{Source}: {problem}; they are left out.");
    }
}
