using L2BN.Data;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Data;

/// <summary>Fetches a data set, or says that it is there.</summary>
internal static class DataGetRunner
{
    public static int Run(string name, string? folder, string? mirror, bool json, CancellationToken ct)
    {
        DatasetRelease release = NameResolver.Resolve("NAME", () => DatasetReleases.Find(name));
        if (mirror is not null) release = NameResolver.Resolve("--from", () => release.WithMirror(new Uri(mirror, UriKind.RelativeOrAbsolute)));
        string place = folder ?? DatasetDownload.DefaultFolder(release.Name)
            ?? throw new UsageException("This system names no place for a user's caches: say where the data goes with --data-dir DIR.");
        return Print(Get(release, Path.GetFullPath(place), ct), json);
    }

    /// <summary>Fetches what is not there, verifies what is.</summary>
    public static FetchedDataset Get(DatasetRelease release, string folder, CancellationToken ct)
    {
        bool there = release.IsPresentIn(folder);
        if (!there) Fetch(release, folder, ct);
        return new FetchedDataset
        {
            Name = release.Name,
            Licence = release.Licence,
            Folder = folder,
            Fetched = !there,
            Checksums = DatasetDownload.Verify(release, folder, ct),
        };
    }

    private static void Fetch(DatasetRelease release, string folder, CancellationToken ct)
    {
        Console.Error.WriteLine($"Licence of {release.Name}: {release.Licence}.");
        try
        {
            DownloadScreen.Show(progress => DatasetDownload.GetAsync(release, folder, null, progress, ct));
        }
        catch (OperationCanceledException stopped)
        {
            throw new OperationCanceledException("Stopped. What came is kept: the same command goes on from there.", stopped, ct);
        }
    }

    private static int Print(FetchedDataset data, bool json)
    {
        string checksums = data.Checksums > 0 ? $"{data.Checksums:N0} checksums are right" : "no checksum of its files is known";
        Console.Error.WriteLine($"{data.Name} {(data.Fetched ? "is now" : "was already")} in {data.Folder}; {checksums}.");
        if (json) Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(data, DataJson.Default.FetchedDataset));
        return ExitCode.Done;
    }
}
