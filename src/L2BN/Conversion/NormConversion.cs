using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Swaps the norms of an existing model, whoever wrote it: in fields (private, read-only, arrays, lists, dictionaries), <c>Sequential</c>,
/// <c>ModuleList</c> and <c>ModuleDict</c>, at any depth. Parameters and buffers move as objects, so optimizers and shared modules stay
/// right; mode, device, type, hooks and the order of registration are kept. Layers are recognised by their exact type.
/// </summary>
public static class NormConversion
{
    /// <summary>
    /// BatchNorm1d/2d/3d become L2BatchNorm1d/2d/3d. Where a field has the sealed BatchNorm type, a hook normalises the norm's input
    /// instead; it runs where the model uses <c>call</c>, not <c>forward</c>.
    /// </summary>
    /// <param name="model">Changed in place. A model that is itself a norm is only reported.</param>
    /// <param name="select">Which norms to convert, by name (as in <c>state_dict</c>) and module; default all.</param>
    /// <param name="scale">The length every sample is given; default √D.</param>
    /// <returns>What was done, and what was not.</returns>
    public static ConversionReport ToL2BN(
        nn.Module model, Func<string, nn.Module, bool>? select = null, FeatureScale scale = FeatureScale.RootDimension) =>
        new Conversion(new ToL2BNRule(OptionGuard.Scale(scale)), select).Run(model);

    /// <summary>L2BatchNorm1d/2d/3d become BatchNorm1d/2d/3d, and hooks that <see cref="ToL2BN"/> set are removed.</summary>
    /// <param name="model">Changed in place. A model that is itself a norm is only reported.</param>
    /// <param name="select">Which norms to convert, by name (as in <c>state_dict</c>) and module; default all.</param>
    /// <returns>What was done, and what was not.</returns>
    public static ConversionReport ToBatchNorm(nn.Module model, Func<string, nn.Module, bool>? select = null) =>
        new Conversion(new ToBatchNormRule(), select).Run(model);
}
