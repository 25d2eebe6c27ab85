using L2BN.Onnx.Graph;
using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Onnx;

/// <summary>
/// Writes a network as an ONNX file of opset 21 for evaluation: any batch and, unless the network flattens its input, any size. Tensors
/// have the names of the network's <c>state_dict</c>.
/// </summary>
public static class OnnxExporter
{
    /// <summary>Writes a network. It is made of known modules, <c>Sequential</c>, and modules that implement
    /// <see cref="Flow.IFlowModule"/>; other hooks than those of a conversion are not written.</summary>
    /// <param name="network">A network of N×C×… inputs. It is not changed.</param>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="options">Input and metadata.</param>
    /// <exception cref="OnnxExportException">A module cannot be written; nothing was.</exception>
    /// <exception cref="ArgumentException">Other axis names than axes.</exception>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public static OnnxExportResult Export(nn.Module<Tensor, Tensor> network, string path, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.InputShape.Count != options.AxisNames.Count + 1)
            throw new ArgumentException(
                $"Expected a name for each of {options.InputShape.Count - 1} axes after the channels, got {options.AxisNames.Count}.",
                nameof(options));
        OnnxGraph graph = new();
        graph.Reserve(OnnxFile.Input);
        graph.Reserve(OnnxFile.Output);
        OnnxFlow flow = new(graph, new ModuleNames(network));
        OnnxValue result = flow.Call(network, new OnnxValue(OnnxFile.Input, options.InputShape.Count + 1));
        graph.Finish(result, OnnxFile.Output);
        return new OnnxFile(graph, Input(options, flow.FixedSize), Output(network, options), options).Write(path, flow.FixedSize);
    }

    private static OnnxAxis[] Input(OnnxOptions options, bool fixedSize) =>
    [
        new(null, "batch"),
        new(options.InputShape[0], "channels"),
        .. options.AxisNames.Select((name, axis) => new OnnxAxis(fixedSize ? options.InputShape[axis + 1] : null, name)),
    ];

    // torch says how many classes there are.
    private static OnnxAxis[] Output(nn.Module<Tensor, Tensor> network, OnnxOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using ModeSnapshot modes = new(network);
        network.eval();
        Tensor? state = network.parameters().FirstOrDefault();
        Tensor sample = zeros([1, .. options.InputShape], state?.dtype, state?.device);
        long[] shape = network.call(sample).shape;
        return [new(null, "batch"), .. shape.Skip(1).Select((size, axis) => Axis(shape.Length, size, axis))];
    }

    // Axes after the channels change with the input.
    private static OnnxAxis Axis(int rank, long size, int axis) => axis == 0 || rank == 2
        ? new OnnxAxis(size, "")
        : new OnnxAxis(null, $"output_{axis}");
}
