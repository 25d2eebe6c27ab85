using System.Xml.Linq;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A folder with every package of the repository, packed once for all tests. What was built for these tests is packed; nothing of
/// the repository is built again, except the tool for this system.</summary>
public sealed class PackedFeed : IDisposable
{
    private const string Tool = "L2BN.Lab";

    /// <summary>The packages, without the tool.</summary>
    public static string[] Packages { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Material.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("<IsPackable>true<", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name != Tool)
            .Order(StringComparer.Ordinal),
    ];

    public static string Version { get; } =
        XDocument.Load(Path.Combine(Material.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

    private readonly Lazy<string> _feed;

    public PackedFeed() => _feed = new(() => Pack("feed"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-feed-").FullName;

    /// <summary>The folder of the packages.</summary>
    public string Feed => _feed.Value;

    public static string FileOf(string package) => $"{package}.{Version}.nupkg";

    /// <summary>Packs the packages into a folder below <see cref="Folder"/>.</summary>
    internal string Pack(string name)
    {
        string output = Path.Combine(Folder, name);
        IEnumerable<string> paths = Packages.Select(package => Path.Combine(Material.Repository, "src", package, package + ".csproj"));
        string projects = string.Join(';', paths);
        string properties = $"Configuration={Material.Configuration};NoBuild=true;PackageOutputPath={output}";
        File.WriteAllText(Path.Combine(Folder, "pack.proj"), $"""
            <Project><Target Name="Pack">
              <MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true" Properties="{properties}" />
            </Target></Project>
            """);
        string[] arguments = ["msbuild", "pack.proj", "-t:Pack", "-m", "-nologo", "-tl:off"];
        Client.Run(Folder, Client.DotnetPath, arguments).WithoutWarnings();
        return output;
    }

    /// <summary>Packs the tool for this system into the feed: its project is compiled for the system, and no other one again.</summary>
    internal void PackTool() => Client.Run(
        Folder,
        Client.DotnetPath,
        ["pack", Path.Combine(Material.Repository, "src", Tool), "-c", Material.Configuration, "--no-restore", "-tl:off", "-o", Feed,
        "-p:BuildProjectReferences=false"]).WithoutWarnings();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
