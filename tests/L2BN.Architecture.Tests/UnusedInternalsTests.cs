using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>
/// Every internal or private type and member of src/ is used by code of src/: read from the assemblies that the solution's build has left.
/// What only tests use is not used; only the references of the kernels are, which are specifications.
/// </summary>
public sealed class UnusedInternalsTests
{
    private const string ReferenceNamespace = ".Reference.";

    // What is used by other ways than by name. A name that ends in :: is every member of a type.
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["L2BN.Data.Idx.IdxWriter"] = "writes the embedded data set (build/) and the files of tests",
        ["L2BN.Conversion.ModuleSlots::AddModuleList`1/0"] = "called by its name, with the type of the list's elements",
        ["L2BN.Conversion.ModuleSlots::AddModuleDict`1/0"] = "called by its name, with the type of the dictionary's values",
        ["L2BN.Data.Batches.BatchStream::Pool"] = "lets tests count the buffers that a stream uses",
        ["L2BN.Data.Batches.FixedLengthPool::Allocated"] = "lets tests count the buffers that a stream uses",
        ["L2BN.Data.Batches.FixedLengthPool::Free"] = "lets tests count the buffers that a stream uses",
        ["L2BN.Cuda.CudaArguments::"] = "read by the kernels",
        ["L2BN.Results.Output.OutputCatalog"] = "lists the outputs that build/schemas writes schemas for",
    };

    private static IEnumerable<string> Assemblies =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(Assembly);

    [Fact]
    public void Every_internal_is_used()
    {
        string[] missing = [.. Assemblies.Where(path => !File.Exists(path))];
        Assert.SkipWhen(missing.Length > 0, $"Expected a built solution, got no {string.Join(", ", missing)}; run dotnet build.");
        string[] unused =
        [
            .. FindUnused([.. Assemblies.Select(AssemblyIndex.Read)])
                .Where(name => !IsAllowed(name)),
        ];
        Assert.True(unused.Length == 0, $"{unused.Length} internals are used by nothing in src/:\n{string.Join('\n', unused)}");
    }

    /// <summary>This assembly's own: the test can fail.</summary>
    [Fact]
    public void An_unused_internal_is_found()
    {
        string[] unused = [.. FindUnused([AssemblyIndex.Read(typeof(UnusedInternalsTests).Assembly.Location)])];
        string own = typeof(Sample).FullName!;
        Assert.Contains($"{own}+Unused", unused);
        Assert.Contains($"{own}::Recursive/1", unused);
        Assert.Contains($"{own}::_written", unused);
        Assert.DoesNotContain($"{own}+Used", unused);
        Assert.DoesNotContain($"{own}::Call/0", unused);
    }

    /// <summary>Types whose members nobody outside of them uses, then members that nothing but themselves uses.</summary>
    private static IEnumerable<string> FindUnused(AssemblyIndex[] assemblies)
    {
        ILookup<string, string> users = assemblies.SelectMany(assembly => assembly.References)
            .ToLookup(pair => pair.Used, pair => pair.User);
        HashSet<string> unusedTypes =
            [.. assemblies.SelectMany(assembly => assembly.InternalTypes).Where(type => users[type].All(user => IsWithin(user, type)))];
        IEnumerable<string> members = assemblies.SelectMany(assembly => assembly.InternalMembers)
            .Where(member => users[member].All(user => user == member) && !unusedTypes.Contains(TypeOf(member)));
        return unusedTypes.Concat(members)
            .Where(name => !name.Contains(ReferenceNamespace, StringComparison.Ordinal) && !IsOfTheCompiler(name))
            .Order(StringComparer.Ordinal);
    }

    private static bool IsWithin(string user, string type) =>
        user.StartsWith(type, StringComparison.Ordinal) && (user.Length == type.Length || user[type.Length] is '+' or ':');

    private static bool IsAllowed(string name) =>
        s_allowed.Keys.Any(key => name == key || (key.EndsWith(':') && name.StartsWith(key, StringComparison.Ordinal)));

    private static string TypeOf(string member) => member[..member.IndexOf("::", StringComparison.Ordinal)];

    private static bool IsOfTheCompiler(string name) =>
        name.Contains('<', StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name.StartsWith("System.", StringComparison.Ordinal) || name.EndsWith("::EqualityContract", StringComparison.Ordinal);

    private static string Assembly(string project)
    {
        // bin/CONFIGURATION/FRAMEWORK, as this assembly's own.
        string framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        string name = $"{Path.GetFileNameWithoutExtension(project)}.dll";
        return Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration, framework, name);
    }

    private sealed class Sample
    {
#pragma warning disable CS0414, CA1823, IDE0044, IDE0051, IDE0052, CA1852, CA1822
        private int _written = 1;

        public static Used Call() => new Used();

        private static int Recursive(int n) => n == 0 ? 0 : Recursive(n - 1);

        internal sealed class Used
        {
            private readonly int _none = Call().GetHashCode();
        }

        private sealed class Unused;
#pragma warning restore
    }
}
