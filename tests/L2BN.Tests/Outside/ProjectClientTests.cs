using L2BN.Native;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program that was built on a newer system: its native library is the original, and is patched when torch is first
/// used.</summary>
[Collection(nameof(OutsideBuilds))]
[Trait("Category", "Outside")]
public sealed class ProjectClientTests(ProjectClient program) : IClassFixture<ProjectClient>, IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("l2bn-cache-").FullName;
    private readonly string _temporary = Directory.CreateTempSubdirectory("l2bn-tmp-").FullName;

    private string[] CachedFiles => Directory.GetFiles(_cache, "*", SearchOption.AllDirectories);

    [Fact]
    public void Builds_without_a_warning() => program.Build.WithoutWarnings();

    [Theory]
    [InlineData("static", 3)]
    [InlineData("module", 4)]
    [InlineData("explicit", 3)]
    public void Torch_loads_whichever_call_is_first(string first, int lines)
    {
        Outcome outcome = Start(first);
        Assert.Equal("3", outcome.Succeeded().Lines[^1]);
        Assert.Equal(lines, outcome.Lines.Length);
    }

    [Fact]
    public void Inspection_reports_the_state_and_does_not_load_torch()
    {
        string state = !OperatingSystem.IsLinux() ? "NotExamined" : Material.NeedsPatch ? "NeedsPatch" : "Ready";
        Assert.Equal([state, "False"], Start().Succeeded().Lines[..2]);
    }

    [Fact]
    public void A_patched_copy_is_cached_only_where_it_is_needed_and_the_original_stays()
    {
        byte[] original = Material.Library;
        Start().Succeeded();
        Assert.Equal(Material.NeedsPatch ? [VersionPatcher.Patch(original)] : [], CachedFiles.Select(File.ReadAllBytes));
        Assert.Equal(original, File.ReadAllBytes(Material.LibraryPath));
        Assert.Equal(original, OperatingSystem.IsLinux() ? File.ReadAllBytes(program.Client.NativeLibrary) : original);
    }

    [Fact]
    public void Where_the_system_is_new_enough_nothing_is_patched()
    {
        if (!OperatingSystem.IsLinux())
            return; // nothing is ever patched there
        using NewerStandardLibrary? newer = Material.NeedsPatch ? new() : null;
        Outcome outcome = program.Client.Start([], ("XDG_CACHE_HOME", _cache), ("LD_LIBRARY_PATH", newer?.Folder ?? ""));
        Assert.Equal(["Ready", "False", "3"], outcome.Succeeded().Lines);
        Assert.Empty(CachedFiles);
    }

    [Fact]
    public void Racing_processes_all_load_and_leave_one_file()
    {
        var outcomes = new Outcome[4];
        Parallel.For(0, outcomes.Length, i => outcomes[i] = Start());
        Assert.All(outcomes, outcome => Assert.Equal("3", outcome.Succeeded().Lines[^1]));
        Assert.Equal(Material.NeedsPatch ? 1 : 0, CachedFiles.Length);
    }

    [Fact]
    public void A_damaged_cache_is_repaired()
    {
        Start().Succeeded();
        foreach (string file in CachedFiles)
            File.WriteAllText(file, "torn");
        Assert.Equal("3", Start().Succeeded().Lines[^1]);
        Assert.All(CachedFiles, file => Assert.Equal(VersionPatcher.Patch(Material.Library), File.ReadAllBytes(file)));
    }

    [Fact]
    public void An_unusable_cache_folder_is_done_without()
    {
        string file = Path.Combine(_cache, "file");
        File.WriteAllText(file, "in the way");
        Outcome outcome = program.Client.Start([], ("XDG_CACHE_HOME", file), ("TMPDIR", _temporary));
        Assert.Equal("3", outcome.Succeeded().Lines[^1]);
        Assert.Empty(Directory.GetDirectories(_temporary, "l2bn-*"));
    }

    [Theory]
    [InlineData("module")]
    [InlineData("explicit")]
    public void A_library_that_cannot_be_patched_is_named_with_the_cause(string first)
    {
        if (!Material.NeedsPatch)
            return; // it loads as it is
        using var spoilt = new SpoiltLibrary(program.Client.NativeLibrary);
        Outcome outcome = Start(first);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"{spoilt.Path} needs GLIBCXX_3.4.32", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be patched: expected only", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Ways out: a newer libstdc++", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(_cache, recursive: true);
        Directory.Delete(_temporary, recursive: true);
    }

    private Outcome Start(params string[] arguments) => program.Client.Start(arguments, ("XDG_CACHE_HOME", _cache));
}
