using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace L2BN.Tests.Outside;

/// <summary>What a stranger sees of the packages: their manifests, readmes and files.</summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed partial class PackageTests(PackedFeed packed)
{
    [Fact]
    public void Manifests_describe_each_package()
    {
        List<string> descriptions = [];
        foreach (string name in PackedFeed.Packages)
        {
            using ZipArchive package = Open(name);
            XElement manifest = XDocument.Parse(TextOf(package, $"{name}.nuspec")).Root!.Elements().Single();
            string Value(string element) => manifest.Elements().SingleOrDefault(item => item.Name.LocalName == element)?.Value ?? "";
            descriptions.Add(Value("description"));
            Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
            Assert.NotNull(package.GetEntry("icon.png"));
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
            Assert.StartsWith($"# {name}\n", TextOf(package, "README.md"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Package Description", descriptions);
        Assert.Equal(descriptions.Count, descriptions.Distinct().Count());
    }

    /// <summary>A package is shown where the repository's files are not.</summary>
    [Fact]
    public void Links_of_readmes_work_outside_the_repository()
    {
        foreach (string name in PackedFeed.Packages.Append("L2BN.Lab"))
        {
            string text = File.ReadAllText(Path.Combine(Native.Material.Repository, "src", name, "README.md"));
            IEnumerable<string> targets = Link().Matches(text).Select(match => match.Groups[1].Value);
            Assert.All(targets, target => Assert.StartsWith("https://", target, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Packages_take_each_other_in_exactly_their_own_version()
    {
        int found = 0;
        foreach (string name in PackedFeed.Packages)
        {
            using ZipArchive package = Open(name);
            XElement[] own =
            [
                .. XDocument.Parse(TextOf(package, $"{name}.nuspec")).Descendants().Where(item => item.Name.LocalName == "dependency")
                    .Where(item => item.Attribute("id")!.Value.StartsWith("L2BN", StringComparison.Ordinal)),
            ];
            Assert.All(own, item => Assert.Equal($"[{PackedFeed.Version}]", item.Attribute("version")!.Value));
            found += own.Length;
        }

        Assert.True(found > 20, $"{found} dependencies");
    }

    [Fact]
    public void The_package_of_the_layer_has_the_patch_tool()
    {
        using ZipArchive package = Open("L2BN");
        string[] expected = ["buildTransitive/L2BN.targets", "lib/net10.0/L2BN.dll", "tools/L2BN.NativePatcher.dll"];
        Assert.Subset(package.Entries.Select(entry => entry.FullName).ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public void Packing_twice_gives_the_same_bytes()
    {
        string again = packed.Pack("again");
        foreach (string file in PackedFeed.Packages.Select(PackedFeed.FileOf))
            Assert.Equal(File.ReadAllBytes(Path.Combine(packed.Feed, file)), File.ReadAllBytes(Path.Combine(again, file)));
    }

    private ZipArchive Open(string package) => ZipFile.OpenRead(Path.Combine(packed.Feed, PackedFeed.FileOf(package)));

    private static string TextOf(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open(), System.Text.Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
