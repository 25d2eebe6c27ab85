using L2BN.Models;
using L2BN.Models.Norms;
using TorchSharp;

namespace L2BN.Lab.Shared;

/// <summary>Builds models of the zoo for data.</summary>
internal static class Networks
{
    public static torch.nn.Module<torch.Tensor, torch.Tensor> Create(string name, string norm, int classes, SampleShape shape) =>
        ModelCatalog.Create(name, new ModelOptions
        {
            Classes = classes,
            SampleInput = (shape.Channels, shape.Height, shape.Width),
            Norm = NormSpec.Parse(norm),
        });
}
