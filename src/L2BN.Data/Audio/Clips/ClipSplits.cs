using L2BN.Data.Audio.Caching;
using L2BN.Data.Audio.Features;
using L2BN.Data.Files;
using L2BN.Data.Splits;

namespace L2BN.Data.Audio.Clips;

/// <summary>Makes data sets of listed clips: leaves out missing ones, checks the headers of the rest, hashes them, and looks for clips that
/// are in two splits.</summary>
internal sealed class ClipSplits
{
    private readonly string _name, _folder;
    private readonly IReadOnlyList<string> _classes;
    private readonly AudioOptions _options;
    private readonly string? _cacheFolder;
    private readonly LogMelOptions _features;
    private readonly List<string> _warnings = [];
    private readonly bool _skipFingerprint;

    /// <param name="name">Of the data set.</param>
    /// <param name="folder">The given one, or one inside it.</param>
    /// <param name="classes">Their names in the order of the labels.</param>
    /// <param name="features">Those of the catalog, which <paramref name="options"/> may replace.</param>
    /// <param name="options">How it is opened.</param>
    internal ClipSplits(string name, string folder, IReadOnlyList<string> classes, LogMelOptions features, DataOptions options)
    {
        (_name, _folder, _classes, _options) = (name, folder, classes, options.Audio ?? new AudioOptions());
        _cacheFolder = options.CacheDirectory is { Length: > 0 } cache ? Path.Combine(cache, "audio") : null;
        _features = _options.Features ?? features;
        _skipFingerprint = options.SkipFingerprint;
    }

    internal SourceSplits Make(ListedSplit train, ListedSplit test, ListedSplit? validation)
    {
        ListedSplit[] splits =
            [.. new[] { train, test, validation }.OfType<ListedSplit>().Select(split => split.WithoutMissing(_warnings))];
        var features = new ClipFeatures(_features, _options.Tolerance, OpenCache());
        if (features.EmptyBands > 0)
            _warnings.Add(
                $"{features.EmptyBands} of {_features.Mel.NMels} mel bands contain no frequency; choose fewer or a larger n_fft.");
        if (_skipFingerprint)
            return CreateUnchecked(splits, new ClipFeatures(_features, _options.Tolerance));
        _warnings.AddRange(AudioHeaders.Check([.. splits.SelectMany(split => split.Clips)], _folder, _options.Tolerance));
        Clip[][] clips = Hash(splits, new FileHashes(_cacheFolder, _folder));
        ReportLeaks(splits, clips);
        ClipDataset[] sets = [.. splits.Select((split, i) => new ClipDataset($"{_name}/{split.Name}", _classes, clips[i], features))];
        return new SourceSplits(sets[0], sets[1], sets.ElementAtOrDefault(2), Fingerprint(sets))
        {
            Warnings = _warnings,
            Normalization = Identity(),
        };
    }

    /// <summary>The splits without hashes of the files, and so without a cache of features: every sample is decoded when it is
    /// read.</summary>
    private SourceSplits CreateUnchecked(ListedSplit[] splits, ClipFeatures features)
    {
        ClipDataset[] sets = [.. splits.Select(split => new ClipDataset($"{_name}/{split.Name}", _classes,
            [.. split.Clips.Select(clip => new Clip(clip.Path, clip.Name, clip.Label, ""))], features))];
        return new SourceSplits(sets[0], sets[1], sets.ElementAtOrDefault(2), "") { Warnings = _warnings };
    }

    private FeatureCache? OpenCache()
    {
        if (_cacheFolder is null)
            return null;
        try
        {
            return FeatureCache.Open(_cacheFolder);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            string problem = $"features cannot be cached here ({e.Message.TrimEnd('.')}); they are computed again every epoch";
            _warnings.Add($"{_cacheFolder}: {problem}. Choose another cache folder.");
            return null;
        }
    }

    private static Clip[][] Hash(ListedSplit[] splits, FileHashes hashes)
    {
        ListedClip[] all = [.. splits.SelectMany(split => split.Clips)];
        Clip[] clips = [.. all.Zip(hashes.Compute([.. all.Select(clip => clip.Path)]),
            (clip, hash) => new Clip(clip.Path, clip.Name, clip.Label, hash))];
        int first = 0;
        return [.. splits.Select(split => clips[first..(first += split.Clips.Count)])];
    }

    private void ReportLeaks(ListedSplit[] splits, Clip[][] clips)
    {
        var training = clips[0].Select(clip => clip.Hash).ToHashSet(StringComparer.Ordinal);
        for (int i = 1; i < splits.Length; i++)
        {
            string[] leaked = [.. clips[i].Where(clip => training.Contains(clip.Hash)).Select(clip => clip.Name)];
            if (leaked.Length == 0)
                continue;
            string problem = $"{leaked.Length} of {clips[i].Length} {splits[i].Name} clips are training clips too";
            _warnings.Add($"{splits[i].Source}: {problem} ({ListedSplit.Examples(leaked)}); results on them say nothing about new sounds.");
        }
    }

    /// <summary>Null stands for measured statistics. Features that are scaled clip by clip do without (the recipes have none).</summary>
    private Normalization? Identity()
    {
        int channels = _features.Shape.Channels;
        bool measured = _options.Standardize ?? _features.Scaling == FeatureScaling.None;
        return measured ? null : new Normalization(new float[channels], [.. Enumerable.Repeat(1f, channels)]);
    }

    private string Fingerprint(ClipDataset[] sets)
    {
        using var hash = new Fingerprint();
        hash.Add(_name).Add(_features.Describe()).Add(string.Join('\n', _classes));
        foreach (ClipDataset set in sets)
        {
            hash.Add(set.Name);
            foreach (Clip clip in set.Clips)
                hash.Add(clip.Name).Add([clip.Label]).Add(clip.Hash);
        }
        return hash.Finish();
    }
}
