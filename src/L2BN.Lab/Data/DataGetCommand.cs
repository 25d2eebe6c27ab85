using System.CommandLine;
using L2BN.Data.Download;
using L2BN.Lab.Shared;
using L2BN.Results.Output;

namespace L2BN.Lab.Data;

/// <summary>What <c>l2bn data get</c> takes.</summary>
internal sealed record DataGetOptions : CommandOptions
{
    public static OptionSet<DataGetOptions> Set { get; } = new OptionSet<DataGetOptions>()
        .Argument(o => o.Name, "NAME", "Data set.")
        .Text(o => o.DataDir, "--data-dir", "Folder of the data set [default: a folder in the user's cache].")
        .Text(o => o.From, "--from", "Fetch from this mirror, an address that the files are below by their official names.");

    public string Name { get; init; } = "";
    public string? DataDir { get; init; }
    public string? From { get; init; }
}

/// <summary><c>l2bn data get</c>: fetches a data set, or says that it is there.</summary>
internal static class DataGetCommand
{
    public static Command Create() =>
        LabCommand.Create(
            "get",
            "Download a data set from its official address, check it and unpack it; stopped, it continues at the next call.",
            DataGetOptions.Set,
            Run);

    private static int Run(DataGetOptions options, CancellationToken ct)
    {
        DatasetRelease release = NameResolver.Resolve("NAME", () => DatasetReleases.Find(options.Name));
        if (options.From is { } mirror)
            release = Uri.TryCreate(mirror, UriKind.Absolute, out Uri? address)
                ? NameResolver.Resolve("--from", () => release.WithMirror(address))
                : throw new UsageException($"--from: expected a mirror such as https://mirror.example/data, got '{mirror}'.");
        string folder = options.DataDir ?? DatasetDownload.DefaultFolder(release.Name)
            ?? throw new UsageException("Expected a folder for a user's caches, this system names none; give --data-dir DIR.");
        DataGetOutput data = Get(release, Path.GetFullPath(folder), ct);
        string checksums = data.Checksums > 0 ? $"{data.Checksums:N0} checksums are right" : "no checksum of its files is known";
        Terminal.WriteLine($"{data.Name} {(data.Fetched ? "is now" : "was already")} in {data.Folder}; {checksums}.");
        StandardOutput.PrintJson(options.Json, () => data);
        return ExitCode.Done;
    }

    /// <summary>Fetches what is not there, verifies what is.</summary>
    public static DataGetOutput Get(DatasetRelease release, string folder, CancellationToken ct)
    {
        bool there = release.IsPresentIn(folder);
        if (!there)
            Fetch(release, folder, ct);
        return new DataGetOutput
        {
            Name = release.Name,
            License = release.License,
            Folder = folder,
            Fetched = !there,
            Checksums = DatasetDownload.Verify(release, folder, ct),
        };
    }

    private static void Fetch(DatasetRelease release, string folder, CancellationToken ct)
    {
        Terminal.WriteLine($"License of {release.Name}: {release.License}.");
        try
        {
            DownloadScreen.Show(progress => DatasetDownload.GetAsync(release, folder, null, progress, ct));
        }
        catch (OperationCanceledException stopped)
        {
            throw new OperationCanceledException(
                "Stopped. What was downloaded is saved: the same command continues from there.",
                stopped,
                ct);
        }
    }
}
