using static TorchSharp.torch;

namespace L2BN;

/// <summary>A module with its first name in the model and every place that holds it (none for the model itself).</summary>
internal sealed record NormSite(string Name, nn.Module Norm, List<NormSlot> Slots);
