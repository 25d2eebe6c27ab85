using L2BN.Models;
using L2BN.Models.Norms;
using TorchSharp;

namespace L2BN.Lab.Shared;

/// <summary>Builds models of the zoo for data.</summary>
internal static class Networks
{
    public static torch.nn.Module<torch.Tensor, torch.Tensor> Create(string name, string norm, int classes, SampleShape shape) =>
        ModelCatalog.Create(name, Options(norm, classes, shape));

    /// <summary>Names and sizes of the tensors that <see cref="Create"/> would make.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes(string name, string norm, int classes, SampleShape shape) =>
        ModelCatalog.ComputeShapes(name, Options(norm, classes, shape));

    private static ModelOptions Options(string norm, int classes, SampleShape shape) => new()
    {
        Classes = classes,
        SampleInput = (shape.Channels, shape.Height, shape.Width),
        Norm = NormSpec.Parse(norm),
    };
}
