using static TorchSharp.torch;

namespace L2BN.Onnx.Graph;

/// <summary>The names of a network's modules and tensors, as its <c>state_dict</c> has them.</summary>
internal sealed class ModuleNames
{
    private readonly Dictionary<nn.Module, string> _modules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IntPtr, string> _tensors = [];

    public ModuleNames(nn.Module network)
    {
        _modules.Add(network, "");
        foreach ((string name, nn.Module module) in network.named_modules())
            _modules.TryAdd(module, name);
        foreach ((string name, Tensor tensor) in network.state_dict())
            _tensors.TryAdd(tensor.Handle, name);
    }

    /// <exception cref="OnnxExportException">The module is not registered in the network.</exception>
    public string Of(nn.Module module) => _modules.TryGetValue(module, out string? name)
        ? name
        : throw new OnnxExportException(
            $"expected every module that is called to be a registered part of the network, got a {module.GetType().Name} that is "
                + "not; keep it in a field and call RegisterComponents");

    /// <exception cref="OnnxExportException">The tensor is not part of the network's state.</exception>
    public string Of(Tensor tensor) => _tensors.TryGetValue(tensor.Handle, out string? name)
        ? name
        : throw new OnnxExportException("expected tensors that are in the network's state_dict, got another; register it");
}
