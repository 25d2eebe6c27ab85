using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Root of every model. A submodule's field carries its state name (TorchSharp registers fields by name), hence no underscore there;
/// the sealed class that declares the fields registers them.
/// </summary>
internal abstract class ZooModel(string name, NormAct act) : Module<Tensor, Tensor>(name), IFusedModel
{
    public bool Fused { get => Act.Fused; set => Act.Fused = value; }

    protected NormAct Act { get; } = act;
}
