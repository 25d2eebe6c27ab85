namespace L2BN.Data.Audio.Clips;

/// <summary>One split of a data set as the metadata lists it.</summary>
/// <param name="Name">train, test or validation.</param>
/// <param name="Source">File or folder that lists it, for messages.</param>
/// <param name="Clips">In order.</param>
internal sealed record ListedSplit(string Name, string Source, IReadOnlyList<ListedClip> Clips)
{
    /// <summary>Share of the listed clips that may be missing: lists and releases differ by a few clips, but half a download is no data
    /// set.</summary>
    private const double MostMissing = 0.1;

    /// <summary>The clips whose files exist, each once.</summary>
    /// <param name="warnings">Gets a sentence for each reason to leave clips out.</param>
    internal ListedSplit WithoutMissing(List<string> warnings)
    {
        ListedClip[] unique = Unique(warnings), present = [.. unique.Where(clip => File.Exists(clip.Path))];
        if (present.Length < unique.Length)
            ReportMissing([.. unique.Except(present)], unique.Length, warnings);
        if (present.Length == 0)
            throw new DataException(Source, $"expected clips for {Name}, got none", null);
        return this with { Clips = present };
    }

    /// <summary>The first ten names.</summary>
    internal static string Examples(IEnumerable<string> clips)
    {
        string[] names = [.. clips.Take(11)];
        return names.Length <= 10 ? string.Join(", ", names) : string.Join(", ", names[..10]) + ", …";
    }

    private ListedClip[] Unique(List<string> warnings)
    {
        IGrouping<string, ListedClip>[] groups = Clips.GroupBy(clip => clip.Path).ToArray();
        if (groups.FirstOrDefault(group => group.Any(clip => clip.Label != group.First().Label)) is { } several)
            throw new DataException(Source, $"{several.First().Name} is listed with different classes", "Remove the wrong rows.");
        int again = Clips.Count - groups.Length;
        string names = Examples(groups.Where(group => group.Count() > 1).Select(group => group.First().Name));
        if (again > 0)
            warnings.Add($"{Source}: {again} of {Clips.Count} rows list a clip again ({names}); each clip is used once.");
        return [.. groups.Select(group => group.First())];
    }

    private void ReportMissing(ListedClip[] missing, int listed, List<string> warnings)
    {
        string problem = $"{missing.Length} of {listed} listed clips do not exist ({Examples(missing.Select(clip => clip.Name))})";
        if (missing.Length > MostMissing * listed)
            throw new DataException(Source, problem, "Download or unpack the rest of the data set.");
        warnings.Add($"{Source}: {problem}; they are left out.");
    }
}

/// <summary>A clip as the metadata lists it; its file may be missing.</summary>
/// <param name="Name">Name inside the data set, with forward slashes.</param>
/// <param name="Path">Path of its file.</param>
/// <param name="Label">Its class.</param>
internal sealed record ListedClip(string Name, string Path, int Label);
