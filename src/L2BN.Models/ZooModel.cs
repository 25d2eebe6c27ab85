using L2BN.Models.Norms;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Base class of every model. The name of a submodule's field is its state name (TorchSharp registers fields by name), hence no underscore;
/// the sealed class that declares the fields registers them.
/// </summary>
internal abstract class ZooModel(string name, NormAct act) : Module<Tensor, Tensor>(name), IFusedModel
{
    public bool Fused { get => Act.Fused; set => Act.Fused = value; }

    protected NormAct Act { get; } = act;
}
