using System.Reflection;
using System.Xml.Linq;
using L2BN.Native;
using L2BN.Scalars;

namespace L2BN.Tests.Native;

/// <summary>What these tests work on: the native library as TorchSharp's package has it; the repository; the packages.</summary>
internal static class Material
{
    public static string LibraryPath { get; } = Path.Combine(Metadata("TorchSharp"), "runtimes/linux-x64/native/libLibTorchSharp.so");

    public static byte[] Library => File.ReadAllBytes(LibraryPath);

    public static string Packages { get; } = Metadata("Packages");

    public static string Repository { get; } = TestSupport.Repository.Root;

    public static string Configuration { get; } =
        typeof(Material).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static bool NeedsPatch { get; } = NativeDiagnosis.Compute(Library, StandardLibrary.Find()?.Versions).NeedsPatch;

    /// <summary>The libtorch package for this system.</summary>
    public static string LibTorchPackage { get; } =
        OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64"
        : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64"
        : "libtorch-cpu-linux-x64";

    public static string LibTorchVersion { get; } = CentralVersion(LibTorchPackage);

    /// <summary>The package as a reference in a project file.</summary>
    public static string LibTorchReference { get; } = $"""<PackageReference Include="{LibTorchPackage}" Version="{LibTorchVersion}" />""";

    private static string CentralVersion(string package) => XDocument.Load(Path.Combine(Repository, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(item => item.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    private static string Metadata(string key) =>
        typeof(Material).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == key).Value!;
}
