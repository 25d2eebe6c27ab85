using L2BN.Data.Audio.Decoding;

namespace L2BN.Data.Audio.Clips;

/// <summary>Reads the headers of all sound files of a data set when it is opened, so that a damaged file is reported before the first epoch
/// and not in its middle.</summary>
internal static class AudioHeaders
{
    /// <summary>Checks every file on all cores.</summary>
    /// <returns>Warnings: one that counts the files with tolerated faults, or none.</returns>
    /// <exception cref="DataException">Files cannot be read: the only one's own message, or their number and the first ten.</exception>
    internal static IReadOnlyList<string> Check(IReadOnlyList<ListedClip> clips, string folder, AudioTolerance tolerance)
    {
        string?[] faults = new string?[clips.Count];
        var refused = new DataException?[clips.Count];
        Parallelism.For(clips.Count, i =>
        {
            try
            {
                using IAudioReader audio = AudioFile.Open(clips[i].Path, tolerance);
                faults[i] = audio.Warnings.Count > 0 ? audio.Warnings[0] : null;
            }
            catch (DataException e)
            {
                refused[i] = e;
            }
        });
        Refuse([.. refused.OfType<DataException>()], clips.Count, folder);
        string[] repaired = [.. faults.OfType<string>()];
        return repaired.Length == 0 ? [] : [$"{folder}: {Describe(repaired.Length, clips.Count, tolerance)}. The first: {repaired[0]}"];
    }

    private static string Describe(int repaired, int all, AudioTolerance tolerance)
    {
        string kind = tolerance == AudioTolerance.Lenient ? "and are read as far as they go" : "without a sample in doubt, and are read";
        return $"{repaired} of {all} sound files break a rule of their format {kind}";
    }

    private static void Refuse(DataException[] refused, int all, string folder)
    {
        if (refused.Length == 0)
            return;
        if (refused.Length == 1)
            throw refused[0];
        string list = string.Concat(refused.Take(10).Select(e => $"\n  {e.Message.TrimEnd('.')}"));
        throw new DataException(
            folder,
            $"{refused.Length} of {all} sound files cannot be read:{list}{(refused.Length > 10 ? "\n  …" : "")}",
            null);
    }
}
