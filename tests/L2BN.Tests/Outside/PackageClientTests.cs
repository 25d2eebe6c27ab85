using L2BN.Native;
using L2BN.Scalars;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program that references the package and uses none of its types: its native library is patched when it is built. And one that
/// trains.</summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed class PackageClientTests(PackedFeed packed)
{
    private const string Unrelated = """
        using TorchSharp;

        using var layer = torch.nn.Linear(3, 2);
        Console.WriteLine(torch.ones(3).sum().item<float>());
        Console.WriteLine(AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "L2BN"));
        """;

    // What the readme of L2BN.Experiments and samples/compare.cs show, with less data.
    private const string Comparing = """
        using L2BN;
        using L2BN.Data;
        using L2BN.Data.Catalog;
        using L2BN.Experiments;
        using L2BN.Training;
        using TorchSharp;
        using static TorchSharp.torch;

        DataSplits data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions { TrainSize = 100 });
        TrainerOptions training = new() { Epochs = 1 };
        ComparisonResult result = Comparison.Run(Network, data, new ComparisonOptions { Seeds = 2, Training = training });
        Console.WriteLine(result.Summary.Paired[0].Verdict);

        static nn.Module<Tensor, Tensor> Network(string norm)
        {
            var net = nn.Sequential(nn.Conv2d(1, 4, 3, stride: 4), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(196, 10));
            if (norm == "l2bn")
                NormConversion.ToL2BN(net);
            return net;
        }
        """;

    [Fact]
    public void First_torch_call_before_any_use_of_the_package_loads()
    {
        byte[] original = Material.Library;
        using Client client = Create("L2BN", Unrelated);
        client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        DateTime built = File.GetLastWriteTimeUtc(client.NativeLibrary);
        Assert.Equal(["3", "False"], client.Start([]).Succeeded().Lines);

        client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        Assert.Equal(built, File.GetLastWriteTimeUtc(client.NativeLibrary));
        Assert.Equal(Material.NeedsPatch ? VersionPatcher.Patch(original) : original, File.ReadAllBytes(client.NativeLibrary));
        Assert.Equal(original, File.ReadAllBytes(Material.LibraryPath));

        client.Dotnet("publish", "-c", Material.Configuration, "-tl:off", "-o", "published").WithoutWarnings();
        Assert.Equal(["3", "False"], client.Dotnet(Path.Combine("published", "Client.dll")).Succeeded().Lines);
    }

    [Fact]
    public void A_program_in_an_empty_folder_compares_norms()
    {
        using Client client = Create("L2BN.Experiments", Comparing);
        client.Dotnet("build", "-c", Material.Configuration, "-tl:off").WithoutWarnings();
        Assert.Equal("undecided", client.Start([]).Succeeded().Lines[^1]);
    }

    private Client Create(string package, string program) => new(
        $"""
        <PackageReference Include="{package}" Version="{PackedFeed.Version}" />
        {Material.LibTorchReference}
        """,
        program,
        packed.Feed);
}
