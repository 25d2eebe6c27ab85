using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>What a package promises its users is in src/NAME/PublicApi.txt, so that no change of it goes unseen. build/api rewrites the
/// files.</summary>
public sealed class PublicApiTests
{
    private const string Rewrite = "L2BN_WRITE_API";

    // The tool has no users that compile against it.
    private const string Tool = "L2BN.Lab";

    public static TheoryData<string> Packages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("<IsPackable>true<", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name != Tool),
    ];

    [Theory, MemberData(nameof(Packages))]
    public void Public_members_are_those_of_the_file(string package)
    {
        string assembly = BuiltPath(package, package), dependencies = Path.GetDirectoryName(BuiltPath(Tool, Tool))!;
        Assert.SkipUnless(
            File.Exists(assembly) && Directory.Exists(dependencies), $"Expected a built solution, got no {assembly} or {dependencies}.");
        string file = Repository.PathOf("src", package, "PublicApi.txt");
        string[] actual = [.. PublicApi.Read(assembly, dependencies)];
        if (Environment.GetEnvironmentVariable(Rewrite) is not null)
            File.WriteAllLines(file, actual);
        string[] written = File.ReadAllLines(file);
        string[] differences =
        [
            .. actual.Except(written).Select(line => $"new: {line}"),
            .. written.Except(actual).Select(line => $"gone: {line}"),
        ];
        Assert.True(differences.Length == 0, $"{file}; run build/api and review it:\n{string.Join('\n', differences)}");
    }

    /// <summary>This assembly's own: the test can fail.</summary>
    [Fact]
    public void Lines_show_what_users_see()
    {
        string name = $"{typeof(Sample)}";
        string[] expected =
        [
            $"{name}: System.Object, System.IDisposable sealed",
            $"{name}.Int32 Size {{ get; init; }}",
            $"{name}.Double Limit static = 2.5",
            $"{name}.Void .ctor()",
            $"{name}.Void Dispose()",
            $"{name}.System.String Name(Int32) static",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), PublicApi.Lines(typeof(Sample)).Order(StringComparer.Ordinal));
    }

    private static string BuiltPath(string project, string assembly) =>
        Repository.PathOf("src", project, "bin", Path.GetFileName(Configuration()), "net10.0", $"{assembly}.dll");

    // …/bin/Release/net10.0
    private static string Configuration() => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!;

    public sealed class Sample : IDisposable
    {
        public const double Limit = 2.5;

        public int Size { get; init; }

        internal int Hidden { get; set; }

        public static string Name(int number) => $"{number}";

        public void Dispose() => Hidden++;
    }
}
