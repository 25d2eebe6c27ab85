using System.Numerics;
using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>One row of the table of norms.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Options">The options it takes.</param>
/// <param name="Create">Builds it from spec, channels, whether features are N×C×H×W (or N×C), and whether it has gain and shift.</param>
internal sealed record NormKind(
    string Name, IReadOnlyList<string> Options, Func<NormSpec, long, bool, bool, Module<Tensor, Tensor>> Create)
{
    private const double Eps = 1e-5, Momentum = 0.1, NormEps = 1e-12;
    private const int Groups = 32;

    private static readonly string[] s_l2Options = ["eps", "momentum", "norm_eps"];

    private static readonly NormKind[] s_all =
    [
        new("bn", ["eps", "momentum"], BatchNorm),
        new("l2bn", s_l2Options, (spec, c, spatial, affine) => L2(spec, c, spatial, affine, FeatureScale.RootDimension)),
        new("l2bn-unit", s_l2Options, (spec, c, spatial, affine) => L2(spec, c, spatial, affine, FeatureScale.Unit)),
        new("ln", ["eps"], (spec, c, _, affine) => new ChannelGroupNorm(1, c, spec.Eps ?? Eps, affine)),
        new("gn", ["groups", "eps"], (spec, c, _, affine) => new ChannelGroupNorm(GroupsFor(spec, c), c, spec.Eps ?? Eps, affine)),
        new("rms", ["eps"], (spec, c, _, affine) => new SampleRmsNorm(c, spec.Eps ?? Eps, affine)),
        new("none", [], (_, _, _, _) => Identity()),
    ];

    public static IEnumerable<string> AllOptions { get; } = [.. s_all.SelectMany(kind => kind.Options).Distinct()];

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(kind => kind.Name)];

    public static NormKind Find(string name) => Array.Find(s_all, kind => kind.Name == name)
        ?? throw new ArgumentException($"Unknown norm '{name}'.{NearestName.Hint(name, Names)} Norms: {string.Join(", ", Names)}.");

    private static Module<Tensor, Tensor> BatchNorm(NormSpec spec, long channels, bool spatial, bool affine)
    {
        double eps = spec.Eps ?? Eps,
            momentum = spec.Momentum ?? Momentum;
        return spatial
            ? TorchBatchNorm.Create2d(channels, eps, momentum, affine)
            : TorchBatchNorm.Create1d(channels, eps, momentum, affine);
    }

    private static Module<Tensor, Tensor> L2(NormSpec spec, long channels, bool spatial, bool affine, FeatureScale scale)
    {
        double eps = spec.Eps ?? Eps, momentum = spec.Momentum ?? Momentum, normEps = spec.NormEps ?? NormEps;
        return spatial
            ? new L2BatchNorm2d(channels, eps, momentum, affine, scale: scale, norm_eps: normEps)
            : new L2BatchNorm1d(channels, eps, momentum, affine, scale: scale, norm_eps: normEps);
    }

    private static long GroupsFor(NormSpec spec, long channels) => (long)BigInteger.GreatestCommonDivisor(spec.Groups ?? Groups, channels);
}
