using System.IO.Compression;

namespace L2BN.Tests.Outside;

/// <summary>The lab as a .NET tool, installed from a folder of packages.</summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed class ToolTests(PackedFeed packed) : IDisposable
{
    private const long LargestPackage = 250_000_000;
    private const string ThisSystem = "linux-x64";

    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-tool-").FullName;

    [Fact]
    public void The_tool_has_the_files_of_its_system_and_trains()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), $"Expected Linux, whose package {ThisSystem} is tested.");
        packed.PackTool();
        CheckFiles(Path.Combine(packed.Feed, PackedFeed.FileOf($"L2BN.Lab.{ThisSystem}")));

        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration><packageSources><clear /><add key="feed" value="{packed.Feed}" /></packageSources></configuration>
            """);
        string[] install = ["tool", "install", "L2BN.Lab", "--version", PackedFeed.Version, "--tool-path", "tool"];
        Run(Client.DotnetPath, install).Succeeded();
        string[] training = ["--model", "mlp", "--train-size", "100", "--epochs", "1", "--threads", "1", "--out", "run", "--json"];
        Outcome trained = Run(Path.Combine(_folder, "tool", "l2bn"), ["train", .. training]).Succeeded();
        Assert.Contains("\"accuracy\":", Assert.Single(trained.Lines), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void CheckFiles(string path)
    {
        Assert.InRange(new FileInfo(path).Length, 1, LargestPackage);
        using ZipArchive package = ZipFile.OpenRead(path);
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains("README.md", names);
        Assert.Contains("icon.png", names);
        Assert.Contains(names, name => name.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal));
        Assert.Contains(names, name => name.EndsWith("/libSkiaSharp.so", StringComparison.Ordinal));
        string[] foreign = [".dylib", "libtorch_python.so", "/libSkiaSharp.dll", "/torch_cpu.dll"];
        Assert.DoesNotContain(names, name => foreign.Any(end => name.EndsWith(end, StringComparison.Ordinal)));
        Assert.DoesNotContain(names, name => name.Contains("/runtimes/", StringComparison.Ordinal));
    }

    private Outcome Run(string program, string[] arguments) =>
        Client.Run(_folder, program, arguments, ("NUGET_PACKAGES", Path.Combine(_folder, "packages")), ("DOTNET_CLI_HOME", _folder));
}
