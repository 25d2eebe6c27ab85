using L2BN.Native;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>
/// A program with a reference to the project whose first line is a call of torch, before any type of L2BN: a patched copy of the native
/// library is in its output.
/// </summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed class FirstCallTests(FirstCallClient program) : IClassFixture<FirstCallClient>, IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("l2bn-cache-").FullName;

    [Theory]
    [InlineData("set_num_threads")]
    [InlineData("manual_seed")]
    [InlineData("module")]
    [InlineData("tensor")]
    public void Torch_loads_whichever_call_is_first(string first)
    {
        program.Build.WithoutWarnings();
        Assert.Equal(["3", "False"], Start(program.Client.Start, first));
    }

    [Theory]
    [InlineData("portable")]
    [InlineData("runtime", "-r", "linux-x64", "--no-self-contained")]
    [InlineData("single-file", "-r", "linux-x64", "--no-self-contained", "-p:PublishSingleFile=true")]
    public void Published_programs_load_too(string folder, params string[] options)
    {
        if (!OperatingSystem.IsLinux())
            return; // the runtime identifier is Linux's
        program.Client.Dotnet(["publish", "-c", Material.Configuration, "-tl:off", "-o", folder, .. options]).WithoutWarnings();
        string published = Path.Combine(program.Client.Folder, folder, "Client");
        Assert.Equal(
            ["3", "False"],
            Start((arguments, environment) => program.Client.Execute(published, arguments, environment), "manual_seed"));
    }

    [Fact]
    public void A_program_of_one_file_loads_too()
    {
        program.Client.Write("one.cs", FirstCallClient.OneFile);
        Outcome outcome = program.Client.Dotnet("run", "--file", "one.cs", "-c", Material.Configuration, "--", "set_num_threads");
        // The other tests publish the project in this folder, which would compile it.
        File.Delete(Path.Combine(program.Client.Folder, "one.cs"));
        Assert.Equal(["3", "False"], outcome.Succeeded().Lines);
    }

    [Fact]
    public void The_copies_are_patched_and_the_original_is_not()
    {
        string natives = Path.Combine(program.Client.Output, "runtimes", "linux-x64", "native");
        foreach (string folder in (string[])[program.Client.Output, natives])
        {
            string copy = Path.Combine(folder, "LibTorchSharp.so");
            Assert.Equal(Material.NeedsPatch, File.Exists(copy));
            if (Material.NeedsPatch)
                Assert.Equal(VersionPatcher.Patch(Material.Library), File.ReadAllBytes(copy));
        }

        Assert.Equal(Material.Library, File.ReadAllBytes(Path.Combine(natives, "libLibTorchSharp.so")));
    }

    public void Dispose()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_cache));
        Directory.Delete(_cache, recursive: true);
    }

    private string[] Start(Func<string[], (string, string)[], Outcome> start, string first) =>
        start([first], [("XDG_CACHE_HOME", _cache)]).Succeeded().Lines;
}
