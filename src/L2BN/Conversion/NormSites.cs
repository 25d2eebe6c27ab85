using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>A module with its first name in the model and every slot that refers to it (none for the model itself).</summary>
internal sealed record NormSite(string Name, nn.Module Norm, List<NormSlot> Slots);

/// <summary>Walks a model, each module once, and collects for every module the slots that refer to it.</summary>
internal sealed class NormSites
{
    private readonly Dictionary<nn.Module, NormSite> _sites = new(ReferenceEqualityComparer.Instance);
    private readonly List<NormSite> _order = [];

    internal static IReadOnlyList<NormSite> Find(nn.Module model)
    {
        var sites = new NormSites();
        sites.Visit("", model);
        return sites._order;
    }

    private void Visit(string name, nn.Module module)
    {
        Add(name, module);
        foreach (NormSlot slot in ModuleSlots.Find(module))
        {
            string path = name.Length == 0 ? slot.Name : $"{name}.{slot.Name}";
            if (!_sites.ContainsKey(slot.Module))
                Visit(path, slot.Module);
            _sites[slot.Module].Slots.Add(slot);
        }
    }

    private void Add(string name, nn.Module module)
    {
        var site = new NormSite(name, module, []);
        _sites.Add(module, site);
        _order.Add(site);
    }
}
