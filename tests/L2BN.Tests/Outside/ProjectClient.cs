using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program with a reference to the project, built as on a system that needs no patch, for all tests of a class.</summary>
public sealed class ProjectClient : IDisposable
{
    private const string Program = """
        using L2BN;
        using TorchSharp;

        Console.WriteLine(TorchRuntime.Inspect().State);
        Console.WriteLine(OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains("libtorch"));
        if (args is ["explicit"]) TorchRuntime.EnsureLoadable();
        if (args is ["module"])
        {
            using var layer = torch.nn.Linear(3, 2);
            Console.WriteLine(layer.weight!.shape[1]);
        }
        Console.WriteLine(torch.ones(3).sum().item<float>());
        """;

    internal Client Client { get; } = new(
        $"""
        <ProjectReference Include="{Path.Combine(Material.Repository, "src", "L2BN", "L2BN.csproj")}" />
        {Material.LibTorchReference}
        """,
        Program);

    internal Outcome Build { get; }

    public ProjectClient() => Build = Client.Dotnet("build", "-c", Material.Configuration, "-tl:off", "-p:L2BNPatchTorch=never");

    public void Dispose() => Client.Dispose();
}
