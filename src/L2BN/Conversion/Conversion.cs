using static TorchSharp.torch;

namespace L2BN;

/// <summary>One conversion of one model: finds every norm with all the places that hold it, then converts each once.</summary>
internal sealed class Conversion(ConversionRule rule, Func<string, nn.Module, bool>? select)
{
    private readonly List<ConvertedNorm> _swapped = [];
    private readonly List<ConvertedNorm> _unfused = [];
    private readonly List<UnreachedNorm> _unreached = [];
    private readonly List<string> _skipped = [];

    internal ConversionReport Run(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (NormSite site in NormSites.In(model)) Convert(site);
        return new(_swapped, _unfused, _unreached, _skipped);
    }

    private void Convert(NormSite site)
    {
        if (!rule.Concerns(site.Norm)) return;
        if (select?.Invoke(site.Name, site.Norm) == false) _skipped.Add(site.Name);
        else if (rule.Refusal(site.Norm) is string reason) Report(site, reason);
        else if (site.Slots.Count == 0) Report(site, "It is the model itself: make a new layer and load its state_dict.");
        else Replace(site);
    }

    private void Replace(NormSite site)
    {
        if (rule.InPlace(site.Norm) is string already) Unfuse(site, already);
        else if (site.Slots.All(slot => slot.CanHold(rule.Target(site.Norm)))) Swap(site);
        else if (rule.Fallback(site.Norm) is string done) Unfuse(site, done);
        else Report(site, Blocker(site));
    }

    private void Swap(NormSite site)
    {
        try
        {
            nn.Module replacement = rule.Build(site.Norm);
            foreach (NormSlot slot in site.Slots) slot.Put(site.Norm, replacement);
            _swapped.Add(new(site.Name, site.Norm.GetType().Name, replacement.GetType().Name));
        }
        catch (ArgumentException refused)
        {
            Report(site, refused.Message);
        }
    }

    private string Blocker(NormSite site)
    {
        Type target = rule.Target(site.Norm);
        NormSlot blocker = site.Slots.First(slot => !slot.CanHold(target));
        return $"{blocker.Description} can't hold a {target.Name}. Declare it as Module<Tensor, Tensor>.";
    }

    private void Unfuse(NormSite site, string done) => _unfused.Add(new(site.Name, site.Norm.GetType().Name, done));

    private void Report(NormSite site, string reason) => _unreached.Add(new(site.Name, site.Norm.GetType().Name, reason));
}
