using L2BN.Conversion;
using L2BN.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Swaps the norms of an existing model: in fields (private, read-only, arrays, lists, dictionaries), <c>Sequential</c>,
/// <c>ModuleList</c> and <c>ModuleDict</c>, at any depth. Parameters and buffers move as objects, so optimizers and shared modules stay
/// valid; mode, device, type, hooks and the order of registration are preserved. Layers are recognized by their exact type.
/// </summary>
public static class NormConversion
{
    /// <summary>
    /// BatchNorm1d/2d/3d become L2BatchNorm1d/2d/3d. Where a field has the sealed BatchNorm type, a hook normalizes the norm's input
    /// instead; it runs where the model uses <c>call</c>, not <c>forward</c>.
    /// </summary>
    /// <param name="model">Changed in place. A model that is itself a norm is only reported.</param>
    /// <param name="select">Which norms to convert, by name (as in <c>state_dict</c>) and module; default all.</param>
    /// <param name="scale">The length every sample is given; default √D.</param>
    /// <returns>What was done, and what was not.</returns>
    public static ConversionReport ToL2BN(
        nn.Module model, Func<string, nn.Module, bool>? select = null, FeatureScale scale = FeatureScale.RootDimension) =>
        new ModelConversion(new ToL2BNRule(OptionGuard.Scale(scale)), select).Run(model);

    /// <summary>L2BatchNorm1d/2d/3d become BatchNorm1d/2d/3d, and hooks that <see cref="ToL2BN"/> added are removed.</summary>
    /// <param name="model">Changed in place. A model that is itself a norm is only reported.</param>
    /// <param name="select">Which norms to convert, by name (as in <c>state_dict</c>) and module; default all.</param>
    /// <returns>What was done, and what was not.</returns>
    public static ConversionReport ToBatchNorm(nn.Module model, Func<string, nn.Module, bool>? select = null) =>
        new ModelConversion(new ToBatchNormRule(), select).Run(model);

    /// <summary>The norms whose conversion has no effect: <see cref="ToL2BN"/> gave them a hook, and a forward pass does not run it, since
    /// the model uses their <c>forward</c>, not <c>call</c>, or does not use them at all.</summary>
    /// <param name="model">A converted model; it is run once, in evaluation mode, and does not change.</param>
    /// <param name="sampleShape">Shape of one sample, without the dimension of the batch: 3, 32, 32.</param>
    /// <returns>Their names, as in <c>state_dict</c>, in the order of the model; empty where every hook is run.</returns>
    public static IReadOnlyList<string> FindBypassed(nn.Module<Tensor, Tensor> model, IReadOnlyList<long> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<(string Name, SampleNormHook Hook)> hooks = [];
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (module is BatchNorm norm && SampleNormHook.Find(norm) is { } hook)
                hooks.Add((name, hook));
        }

        if (hooks.Count == 0)
            return [];
        long[] before = [.. hooks.Select(found => found.Hook.Calls)];
        TrialPass.Run(model, sampleShape);
        return [.. hooks.Where((found, i) => found.Hook.Calls == before[i]).Select(found => found.Name)];
    }
}

/// <summary>One conversion of one model: finds every norm with all the slots that refer to it, then converts each norm once.</summary>
internal sealed class ModelConversion(ConversionRule rule, Func<string, nn.Module, bool>? select)
{
    private readonly List<ConvertedNorm> _swapped = [];
    private readonly List<ConvertedNorm> _unfused = [];
    private readonly List<UnreachedNorm> _unreached = [];
    private readonly List<string> _skipped = [];

    internal ConversionReport Run(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (NormSite site in NormSites.Find(model))
            Convert(site);
        return new(_swapped, _unfused, _unreached, _skipped);
    }

    private void Convert(NormSite site)
    {
        if (!rule.AppliesTo(site.Norm))
            return;
        if (select?.Invoke(site.Name, site.Norm) == false)
            _skipped.Add(site.Name);
        else if (rule.ExplainRefusal(site.Norm) is string reason)
            ReportUnreached(site, reason);
        else if (site.Slots.Count == 0)
            ReportUnreached(site, "It is the model itself: create a new layer and load its state_dict.");
        else
            Replace(site);
    }

    private void Replace(NormSite site)
    {
        if (rule.ConvertInPlace(site.Norm) is string inPlace)
            ReportUnfused(site, inPlace);
        else if (site.Slots.All(slot => slot.Accepts(rule.GetTarget(site.Norm))))
            Swap(site);
        else if (rule.ConvertByHook(site.Norm) is string byHook)
            ReportUnfused(site, byHook);
        else
            ReportUnreached(site, ExplainBlocker(site));
    }

    private void Swap(NormSite site)
    {
        try
        {
            nn.Module replacement = rule.Create(site.Norm);
            foreach (NormSlot slot in site.Slots)
                slot.Replace(site.Norm, replacement);
            _swapped.Add(new(site.Name, site.Norm.GetType().Name, replacement.GetType().Name));
        }
        catch (ArgumentException invalid)
        {
            ReportUnreached(site, invalid.Message);
        }
    }

    private string ExplainBlocker(NormSite site)
    {
        Type target = rule.GetTarget(site.Norm);
        NormSlot blocker = site.Slots.First(slot => !slot.Accepts(target));
        return $"{blocker.Description} can't refer to a {target.Name}. Declare it as Module<Tensor, Tensor>.";
    }

    private void ReportUnfused(NormSite site, string done) => _unfused.Add(new(site.Name, site.Norm.GetType().Name, done));

    private void ReportUnreached(NormSite site, string reason) => _unreached.Add(new(site.Name, site.Norm.GetType().Name, reason));
}
