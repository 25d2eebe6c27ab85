using System.Globalization;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>
/// Which normalization a model uses, and its options: the arm of a comparison. Written as text <c>name</c> or
/// <c>name(option=value,…)</c>, e.g. <c>l2bn(eps=1e-3,momentum=0.01)</c>. An option that is not given has the model's default,
/// PyTorch's unless the model is documented to have another one.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>bn</term><description>BatchNorm. eps (1e-5), momentum (0.1).</description></item>
/// <item><term>l2bn</term><description>Samples scaled to norm √D, then BatchNorm. eps, momentum, norm_eps (1e-12).</description></item>
/// <item><term>l2bn-unit</term><description>Scaled to norm 1, then BatchNorm: the paper's two lines. Same options.</description></item>
/// <item><term>ln</term><description>Layer norm of the whole sample (C, H and W), affine per channel. eps (1e-5).</description></item>
/// <item><term>gn</term><description>Group norm, gcd(groups, C) groups. groups (32), eps (1e-5).</description></item>
/// <item><term>rms</term><description>Each sample divided by its root mean square, affine per channel. eps (1e-5).</description></item>
/// <item><term>none</term><description>Nothing, for measuring what normalization costs.</description></item>
/// </list>
/// </remarks>
public sealed partial record NormSpec
{
    private readonly string _name = "bn";
    private readonly double? _eps;
    private readonly double? _momentum;
    private readonly double? _normEps;
    private readonly int? _groups;

    /// <summary>The name of the norm, one of <see cref="Names"/>. Default <c>bn</c>.</summary>
    /// <exception cref="ArgumentException">There is no such norm.</exception>
    public string Name { get => _name; init => _name = NormKind.Find(value).Name; }

    /// <summary>Added to the variance under the root, ≥ 0; null for the model's default.</summary>
    public double? Eps { get => _eps; init => _eps = Check("eps", value, 0, double.MaxValue); }

    /// <summary>Weight of the newest batch in the running statistics, 0 to 1; null for the model's default.</summary>
    public double? Momentum { get => _momentum; init => _momentum = Check("momentum", value, 0, 1); }

    /// <summary>Smallest norm a sample is divided by, &gt; 0; null for the layer's default, 1e-12.</summary>
    public double? NormEps { get => _normEps; init => _normEps = Check("norm_eps", value, double.Epsilon, double.MaxValue); }

    /// <summary>Largest number of groups of <c>gn</c>, ≥ 1; null for 32. Used is its greatest common divisor with the channels.</summary>
    public int? Groups { get => _groups; init => _groups = (int?)Check("groups", value, 1, int.MaxValue); }

    /// <summary>The names of all norms.</summary>
    public static IReadOnlyList<string> Names => NormKind.Names;

    /// <summary>This norm for features of shape N×C.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="affine">Whether it has a gain and a shift per channel. Default true.</param>
    /// <exception cref="ArgumentException">An option is set that the norm does not have.</exception>
    public Module<Tensor, Tensor> Create1d(long channels, bool affine = true) => Create(channels, false, affine);

    /// <summary>This norm for features of shape N×C×H×W.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="affine">Whether it has a gain and a shift per channel. Default true.</param>
    /// <exception cref="ArgumentException">An option is set that the norm does not have.</exception>
    public Module<Tensor, Tensor> Create2d(long channels, bool affine = true) => Create(channels, true, affine);

    /// <summary>The same norm with these values where it has the option and none is given: for models with defaults of their own.</summary>
    /// <param name="eps">Default of <see cref="Eps"/>.</param>
    /// <param name="momentum">Default of <see cref="Momentum"/>.</param>
    public NormSpec WithDefaults(double eps, double momentum) => this with
    {
        Eps = Eps ?? (Has("eps") ? eps : null),
        Momentum = Momentum ?? (Has("momentum") ? momentum : null),
    };

    private Module<Tensor, Tensor> Create(long channels, bool spatial, bool affine)
    {
        string? foreign = NormKind.AllOptions.FirstOrDefault(option => Get(option) is not null && !Has(option));
        if (foreign is not null)
            throw new ArgumentException($"Norm '{Name}' has no option '{foreign}'. {OptionList()}");
        return NormKind.Find(Name).Create(this, channels, spatial, affine);
    }

    private bool Has(string option) => NormKind.Find(Name).Options.Contains(option);

    private static double? Check(string option, double? value, double low, double high) =>
        value is null || (value >= low && value <= high) ? value : throw new ArgumentException(OutOfRange(option, value.Value, low, high));

    private static string OutOfRange(string option, double value, double low, double high)
    {
        string expected = low == double.Epsilon ? "a finite number above 0" : $"a finite number of at least {low}";
        string limit = high < int.MaxValue ? $" and at most {high}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Option '{option}' of a norm: expected {expected}{limit}, got {value}.");
    }
}
