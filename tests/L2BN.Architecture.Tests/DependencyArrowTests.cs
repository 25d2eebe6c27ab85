using System.Xml.Linq;
using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>The table of projects in docs/architecture.md, enforced: every project reference and package of src/ is listed here.</summary>
public class DependencyArrowTests
{
    private static readonly string[] s_torch = ["TorchSharp", "SkiaSharp", "SharpZipLib"];

    private static readonly Dictionary<string, Allowed> s_allowed = new()
    {
        ["L2BN.Core"] = new([], []),
        ["L2BN.Kernels"] = new([], []),
        ["L2BN.Cuda"] = new(["L2BN.Kernels"], []),
        ["L2BN.Native"] = new(["L2BN.Kernels"], []),
        ["L2BN.NativePatcher"] = new([], []),
        ["L2BN"] = new(["L2BN.Core", "L2BN.Kernels", "L2BN.Cuda", "L2BN.NativePatcher"], s_torch),
        ["L2BN.Models"] = new(["L2BN.Core", "L2BN", "L2BN.Kernels"], s_torch),
        ["L2BN.Onnx"] = new(["L2BN.Core", "L2BN", "L2BN.Kernels"], s_torch),
        ["L2BN.Data"] = new(["L2BN.Core"], []),
        ["L2BN.Formats"] = new(["L2BN.Core"], []),
        ["L2BN.Results"] = new(["L2BN.Core"], []),
        ["L2BN.Analysis"] = new(["L2BN.Core"], ["System.Numerics.Tensors"]),
        ["L2BN.Reporting"] = new(["L2BN.Core", "L2BN.Results", "L2BN.Analysis"], []),
        ["L2BN.Pictures"] = new(["L2BN.Reporting"], ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"]),
        ["L2BN.Training"] = new(["L2BN.Core", "L2BN", "L2BN.Kernels", "L2BN.Data", "L2BN.Formats", "L2BN.Results"], s_torch),
        ["L2BN.Experiments"] = new(
            ["L2BN.Core", "L2BN", "L2BN.Kernels", "L2BN.Data", "L2BN.Training", "L2BN.Analysis", "L2BN.Results", "L2BN.Reporting"],
            s_torch),
        ["L2BN.Lab"] = new(["*"], [.. s_torch, "System.CommandLine", "Spectre.Console", "YamlDotNet", "Microsoft.ML.OnnxRuntime"]),
    };

    public static TheoryData<string> Projects =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory, MemberData(nameof(Projects))]
    public void Project_is_listed(string project) => Assert.Contains(NameOf(project), s_allowed.Keys);

    [Theory, MemberData(nameof(Projects))]
    public void Project_references_only_what_is_listed(string project)
    {
        string[] allowed = s_allowed[NameOf(project)].References;
        IEnumerable<string> actual = Items(project, "ProjectReference").Select(NameOf).Where(name => s_allowed.ContainsKey(name));
        Assert.All(actual, name => Assert.True(allowed is ["*"] || allowed.Contains(name), $"{NameOf(project)} -> {name}"));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Project_uses_only_the_packages_listed(string project) =>
        Assert.All(Items(project, "PackageReference"), name => Assert.Contains(name, s_allowed[NameOf(project)].Packages));

    [Theory, MemberData(nameof(Projects))]
    public void Console_is_used_only_in_the_lab(string project)
    {
        if (NameOf(project) == "L2BN.Lab")
            return;
        IEnumerable<string> users =
            Directory.EnumerateFiles(Path.GetDirectoryName(Repository.PathOf(project))!, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.Contains("Console.", StringComparison.Ordinal)));
        Assert.Empty(users);
    }

    [Fact]
    public void Transitive_references_are_disabled()
    {
        string properties = File.ReadAllText(Repository.PathOf("Directory.Build.props"));
        Assert.Contains("<DisableTransitiveProjectReferences>true<", properties, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.PathOf(project)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private sealed record Allowed(string[] References, string[] Packages);
}
