using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Base class of every module of the zoo: its forward is described once, for torch and for other readers. The name of a submodule's field
/// is its state name (TorchSharp registers fields by name), hence no underscore; the sealed class that declares the fields registers them.
/// </summary>
/// <param name="name">Name of the module's type.</param>
/// <param name="flow">What runs it.</param>
internal abstract class FlowModule(string name, TorchFlow flow) : Module<Tensor, Tensor>(name), IFlowModule
{
    public sealed override Tensor forward(Tensor input) => flow.Run(this, input);

    public abstract TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
        where TValue : class;
}

/// <summary>Base class of every model.</summary>
internal abstract class ZooModel(string name, NormAct act) : FlowModule(name, act.Torch), IFusedModel
{
    public bool Fused { get => Act.Torch.Fused; set => Act.Torch.Fused = value; }

    protected NormAct Act { get; } = act;
}
