using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program with a reference to the project that uses none of its types, built once for all tests of a class.</summary>
public sealed class FirstCallClient : IDisposable
{
    private const string Program = """
        using TorchSharp;

        switch (args[0])
        {
            case "set_num_threads": torch.set_num_threads(1); break;
            case "manual_seed": torch.manual_seed(1); break;
            case "module": torch.nn.Linear(3, 2).Dispose(); break;
            case "tensor": torch.ones(1).Dispose(); break;
        }

        Console.WriteLine(torch.ones(3).sum().item<float>());
        Console.WriteLine(AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "L2BN"));
        """;

    private static readonly string s_project = Path.Combine(Material.Repository, "src", "L2BN", "L2BN.csproj");

    internal static string OneFile { get; } = $"""
        #:project {s_project}
        #:package {Material.LibTorchPackage}@{Material.LibTorchVersion}
        #:property NuGetAudit=false
        #:property PublishAot=false
        #:property CreateHardLinksForCopyLocalIfPossible=true
        {Program}
        """;

    internal Client Client { get; } = new($"""<ProjectReference Include="{s_project}" />{Material.LibTorchReference}""", Program);

    internal Outcome Build { get; }

    public FirstCallClient() => Build = Client.Dotnet("build", "-c", Material.Configuration, "-tl:off");

    public void Dispose() => Client.Dispose();
}
