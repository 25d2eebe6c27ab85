using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Tests;

/// <summary>
/// No operator of ours gets a number that the garbage collector may free while libtorch reads it (docs/decisions/0006). What makes such
/// numbers is found by reading TorchSharp's own code, so that a newer TorchSharp is judged by what it does.
/// </summary>
public sealed class ScalarTests
{
    // What a conversion gives back, and what the benchmark is measured against.
    private static readonly string[] s_asUsersHaveThem =
    [
        "L2BN.Conversion.ToBatchNormRule",
        "L2BN.Lab.Bench.LayerBench",
        "L2BN.Lab.Bench.TrainingStep",
    ];

    private static readonly HashSet<MethodBase> s_makers = FindMakers();

    public static TheoryData<string> Assemblies => [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "L2BN*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Assemblies))]
    public void Numbers_for_operators_are_owned(string assembly) =>
        Assert.Empty(CalledMethods.In(Assembly.Load(assembly)).Where(method => !OwnsNumbers(method))
            .SelectMany(method => Makers(method).Select(maker => $"{method.DeclaringType}.{method.Name} calls {maker}")));

    [Theory, MemberData(nameof(Assemblies))]
    public void No_module_or_optimizer_of_TorchSharp_makes_numbers_either(string assembly) =>
        Assert.Empty(
            CalledMethods
                .In(Assembly.Load(assembly))
                .Where(method => !s_asUsersHaveThem.Contains(method.DeclaringType!.FullName))
                .SelectMany(method =>
                    CalledMethods.Of(method).Where(GivesMaker).Select(given => $"{method.DeclaringType}.{method.Name} calls {given}")));

    [Fact]
    public void Holders_dispose_of_what_they_make() =>
        Assert.All(Holding(), method => Assert.Contains(CalledMethods.Of(method), called => called.Name == nameof(IDisposable.Dispose)));

    [Fact]
    public void Calls_that_make_a_number_are_found()
    {
        Assert.NotEmpty(Makers(((Delegate)Doubled).Method));
        Assert.NotEmpty(Makers(((Delegate)Halved).Method));
        Assert.NotEmpty(Makers(((Delegate)Read).Method));
        Assert.NotEmpty(Holding());
        Assert.Contains(CalledMethods.Of(((Delegate)Norm).Method), GivesMaker);
    }

    private static Tensor Doubled(Tensor x) => x + x;

    private static Tensor Halved(Tensor x) => x * 0.5;

    private static double Read(Tensor x) => x.ToDouble();

    private static TorchSharp.Modules.BatchNorm2d Norm() => nn.BatchNorm2d(1);

    // A factory of torch.nn or torch.optim whose product makes numbers when it works.
    private static bool GivesMaker(MethodBase method) =>
        method is MethodInfo { ReturnType: var product }
        && product.Assembly == typeof(torch).Assembly
        && product.GetMethods().Any(member => member.Name is "forward" or "step" && s_makers.Contains(CalledMethods.AsWritten(member)));

    private static IEnumerable<MethodBase> Makers(MethodBase method) => CalledMethods.Of(method).Where(s_makers.Contains);

    private static bool OwnsNumbers(MethodBase method) =>
        method.DeclaringType is { Namespace: "L2BN.Scalars" } type && type.Name.StartsWith("OwnedScalar", StringComparison.Ordinal);

    // The numbers whose lifetime is that of the class are made in its static constructor.
    private static IEnumerable<MethodBase> Holding() => CalledMethods.In(Assembly.Load("L2BN"))
        .Where(method => OwnsNumbers(method) && method.Name != ".cctor" && Makers(method).Any());

    // All of TorchSharp that makes a number, or calls what does.
    private static HashSet<MethodBase> FindMakers()
    {
        var calls = CalledMethods.In(typeof(torch).Assembly).ToDictionary(method => method, method => CalledMethods.Of(method).ToHashSet());
        HashSet<MethodBase> found = [.. calls.Keys.Where(method => method.IsConstructor && method.DeclaringType == typeof(Scalar))];
        for (int before = 0; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(calls.Where(call => call.Value.Overlaps(found)).Select(call => call.Key));
        }

        return found;
    }
}
