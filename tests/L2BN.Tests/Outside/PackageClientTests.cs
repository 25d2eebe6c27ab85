using System.IO.Compression;
using System.Xml.Linq;
using L2BN.Native;
using L2BN.Scalars;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program that references the package and uses none of its types: its native library is patched when it is built.</summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed class PackageClientTests : IDisposable
{
    private const string Program = """
        using TorchSharp;

        using var layer = torch.nn.Linear(3, 2);
        Console.WriteLine(torch.ones(3).sum().item<float>());
        Console.WriteLine(AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "L2BN"));
        """;

    private static readonly string[] s_projects = ["L2BN.Core", "L2BN.Kernels", "L2BN.Cuda", "L2BN"];

    private readonly Client _client = new(
        $"""
        <PackageReference Include="L2BN" Version="{Version}" />
        {Material.LibTorchReference}
        """,
        Program,
        feed: "feed");

    private static string Version { get; } =
        XDocument.Load(Path.Combine(Material.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

    private string Feed => Path.Combine(_client.Folder, "feed");

    [Fact]
    public void First_torch_call_before_any_use_of_the_package_loads()
    {
        Pack(Feed);
        _client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        Assert.Equal(["3", "False"], _client.Start([]).Succeeded().Lines);
        _client.Dotnet("publish", "-c", Material.Configuration, "-tl:off", "-o", "published").WithoutWarnings();
        Assert.Equal(["3", "False"], _client.Dotnet(Path.Combine("published", "Client.dll")).Succeeded().Lines);
    }

    [Fact]
    public void Only_the_output_is_patched_and_only_once()
    {
        byte[] original = Material.Library;
        Pack(Feed);
        _client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        DateTime built = File.GetLastWriteTimeUtc(_client.NativeLibrary);
        _client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        Assert.Equal(built, File.GetLastWriteTimeUtc(_client.NativeLibrary));
        Assert.Equal(Material.NeedsPatch ? VersionPatcher.Patch(original) : original, File.ReadAllBytes(_client.NativeLibrary));
        Assert.Equal(original, File.ReadAllBytes(Material.LibraryPath));
    }

    [Fact]
    public void Package_has_the_expected_files()
    {
        Pack(Feed);
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(Feed, $"L2BN.{Version}.nupkg"));
        string[] expected = ["README.md", "buildTransitive/L2BN.targets", "lib/net10.0/L2BN.dll", "tools/L2BN.NativePatcher.dll"];
        Assert.Subset(package.Entries.Select(entry => entry.FullName).ToHashSet(), expected.ToHashSet());
        string[] dependencies = ["L2BN.Kernels", "L2BN.Cuda", "TorchSharp", "SkiaSharp", "SharpZipLib"];
        string manifest = TextOf(package, "L2BN.nuspec");
        Assert.Contains("<license type=\"expression\">MIT</license>", manifest, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", manifest, StringComparison.Ordinal);
        Assert.All(dependencies, id => Assert.Contains($"<dependency id=\"{id}\"", manifest, StringComparison.Ordinal));
    }

    [Fact]
    public void Packing_twice_gives_the_same_bytes()
    {
        Pack(Feed);
        string again = Path.Combine(_client.Folder, "again");
        Pack(again);
        foreach (string name in s_projects.Select(project => $"{project}.{Version}.nupkg"))
            Assert.Equal(File.ReadAllBytes(Path.Combine(Feed, name)), File.ReadAllBytes(Path.Combine(again, name)));
    }

    public void Dispose() => _client.Dispose();

    // What was built for these tests is packed; nothing of the repository is built again.
    private void Pack(string folder)
    {
        string[] options = ["-c", Material.Configuration, "--no-build", "--no-restore", "-tl:off", "-o", folder];
        foreach (string project in s_projects)
            _client.Dotnet(["pack", Path.Combine(Material.Repository, "src", project), .. options]).WithoutWarnings();
    }

    private static string TextOf(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open(), System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
