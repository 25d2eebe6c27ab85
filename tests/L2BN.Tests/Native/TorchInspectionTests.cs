using L2BN.Native;
using L2BN.Native.Loading;

namespace L2BN.Tests.Native;

public sealed class TorchInspectionTests : IDisposable
{
    private static readonly IEnumerable<string> s_allNeeded =
        ElfVersions.Needs(ElfImage.Parse(Material.Library)).Where(need => need.File == "libstdc++.so.6").Select(need => need.Version);

    private static readonly IEnumerable<string> s_allButTheMarker = s_allNeeded.Except([VersionPatcher.Version]);

    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-test-").FullName;

    [Fact]
    public void Ready_where_the_system_has_what_is_needed()
    {
        TorchRuntimeReport report = Inspect(Material.Library, s_allNeeded);
        Assert.Equal(TorchRuntimeState.Ready, report.State);
        Assert.Equal("GLIBCXX_3.4.32", report.RequiredVersion);
        Assert.Equal("GLIBCXX_3.4.32", report.StandardLibraryVersion);
        Assert.Null(report.PatchedCopy);
    }

    [Fact]
    public void Ready_where_the_system_is_not_known() =>
        Assert.Equal(TorchRuntimeState.Ready, TorchInspection.Run(Write(Material.Library), "libtorch.so", system: null).State);

    [Fact]
    public void Needs_patching_where_only_the_marker_is_missing()
    {
        TorchRuntimeReport report = Inspect(Material.Library, s_allButTheMarker);
        Assert.Equal(TorchRuntimeState.NeedsPatch, report.State);
        Assert.EndsWith(PatchedLibrary.FileName, report.PatchedCopy, StringComparison.Ordinal);
        string cause = "needs GLIBCXX_3.4.32, but /lib/libstdc++.so.6 ends at GLIBCXX_3.4.30";
        Assert.Contains(cause, report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Patched_where_the_file_is_a_patched_one() =>
        Assert.Equal(TorchRuntimeState.Patched, Inspect(VersionPatcher.Patch(Material.Library), s_allButTheMarker).State);

    [Fact]
    public void Cannot_be_patched_where_more_is_missing()
    {
        TorchRuntimeReport report = Inspect(Material.Library, s_allButTheMarker.Except(["GLIBCXX_3.4.30"]));
        Assert.Equal(TorchRuntimeState.CannotBePatched, report.State);
        Assert.Contains("only GLIBCXX_3.4.32 can be made optional", report.Explanation, StringComparison.Ordinal);
        Assert.Contains("Ways out: a newer libstdc++", report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Cannot_be_patched_where_the_file_is_no_library()
    {
        TorchRuntimeReport report = Inspect([1, 2, 3], s_allNeeded);
        Assert.Equal(TorchRuntimeState.CannotBePatched, report.State);
        Assert.Contains("cannot be read", report.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "libtorch.so", "libLibTorchSharp.so is not beside the program")]
    [InlineData("libLibTorchSharp.so", null, "libtorch.so is not beside the program")]
    public void Not_found_names_the_file_and_the_package(string? library, string? libtorch, string reason)
    {
        TorchRuntimeReport report = TorchInspection.Run(library, libtorch, system: null);
        Assert.Equal(TorchRuntimeState.NotFound, report.State);
        Assert.Contains(reason, report.Explanation, StringComparison.Ordinal);
        Assert.Contains("libtorch-cpu-linux-x64", report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void This_program_can_load_torch()
    {
        TorchRuntimeState expected = !OperatingSystem.IsLinux() ? TorchRuntimeState.NotExamined
            : Material.NeedsPatch ? TorchRuntimeState.Patched
            : TorchRuntimeState.Ready;
        Assert.Equal(expected, TorchRuntime.Inspect().State);
        TorchRuntime.EnsureLoadable();
        Assert.Equal(3.0f, TorchSharp.torch.ones(3).sum().item<float>());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TorchRuntimeReport Inspect(byte[] library, IEnumerable<string> versions) =>
        TorchInspection.Run(Write(library), "libtorch.so", new StandardLibrary("/lib/libstdc++.so.6", versions.ToHashSet()));

    private string Write(byte[] library)
    {
        string path = Path.Combine(_folder, PatchedLibrary.FileName);
        File.WriteAllBytes(path, library);
        return path;
    }
}
