using L2BN.Flow;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Onnx.Graph;

/// <summary>Writes down what a network describes as operators of ONNX. Values are float32, as runtimes compute them.</summary>
internal sealed class OnnxFlow(OnnxGraph graph, ModuleNames names) : IFlow<OnnxValue>
{
    private static readonly long[] s_threeByThree = [3, 3];

    private string _scope = "";

    /// <summary>Whether the network fixes the size of its input.</summary>
    public bool FixedSize { get; private set; }

    public OnnxValue Call(nn.Module<Tensor, Tensor> module, OnnxValue x)
    {
        string outer = _scope;
        _scope = names.Of(module);
        OnnxValue y = module switch
        {
            IFlowModule described => described.Describe(this, x),
            Sequential chain => Chain(chain, x),
            _ => ModuleTable.Emit(this, module, x),
        };
        _scope = outer;
        return y;
    }

    public OnnxValue CallLast(nn.Module<Tensor, Tensor> module, OnnxValue x) => Call(module, x);

    public OnnxValue Norm(
        nn.Module<Tensor, Tensor> norm, OnnxValue x, Activation activation = Activation.Identity, OnnxValue? residual = null)
    {
        OnnxValue y = Call(norm, x);
        return Activate(residual is null ? y : Add(y, residual), activation, NormOptions.DefaultNegativeSlope);
    }

    public OnnxValue NormRelu6(nn.Module<Tensor, Tensor> norm, OnnxValue x) => Relu6(Call(norm, x));

    public OnnxValue GroupNorm(OnnxValue x, long groups, Parameter? weight, Parameter? bias, double eps)
    {
        // ONNX's own GroupNormalization subtracts the squared mean from the mean square, which cancels where a mean is large.
        OnnxValue shape = Emit("Shape", 1, [x]);
        OnnxValue rows = Emit("Reshape", 3, [x, graph.Numbers(0, groups, -1)]);
        OnnxValue z = Emit(
            "InstanceNormalization", 3, [rows, graph.Repeat(1, groups), graph.Repeat(0, groups)], ("epsilon", (float)eps));
        return Affine(Emit("Reshape", x.Rank, [z, shape]), weight, bias);
    }

    public OnnxValue RmsNorm(OnnxValue x, Parameter? weight, Parameter? bias, double eps)
    {
        OnnxValue square = Emit("Mul", x.Rank, [x, x]);
        OnnxValue mean = ReduceByAxis("ReduceMean", square);
        OnnxValue root = Emit("Sqrt", x.Rank, [Emit("Add", x.Rank, [mean, graph.Constant((float)eps)])]);
        return Affine(Emit("Div", x.Rank, [x, root]), weight, bias);
    }

    public OnnxValue Add(OnnxValue a, OnnxValue b) => Emit("Add", a.Rank, [a, b]);

    public OnnxValue ScaleChannels(OnnxValue x, OnnxValue factors) =>
        Emit("Mul", x.Rank, [x, Emit("Unsqueeze", 4, [factors, graph.Numbers(2, 3)])]);

    public OnnxValue Concat(long axis, params OnnxValue[] values) => Emit("Concat", values[0].Rank, values, ("axis", axis));

    public OnnxValue Relu(OnnxValue x) => Emit("Relu", x.Rank, [x]);

    public OnnxValue Relu6(OnnxValue x) => Emit("Clip", x.Rank, [x, graph.Constant(0f), graph.Constant(6f)]);

    public OnnxValue Sigmoid(OnnxValue x) => Emit("Sigmoid", x.Rank, [x]);

    public OnnxValue Mean(OnnxValue x) => Emit("ReduceMean", 2, [x, graph.Numbers(2, 3)], ("keepdims", 0L));

    public OnnxValue Max(OnnxValue x) => Emit("ReduceMax", 2, [x, graph.Numbers(2, 3)], ("keepdims", 0L));

    public OnnxValue Flatten(OnnxValue x)
    {
        FixedSize |= x.Rank > 2;
        return Emit("Flatten", 2, [x], ("axis", 1L));
    }

    public OnnxValue Part(OnnxValue x, long axis, long first, long? end = null) =>
        Emit("Slice", x.Rank, [x, graph.Numbers(first), graph.Numbers(end ?? long.MaxValue), graph.Numbers(axis)]);

    public OnnxValue Subsample(OnnxValue x, long stride) => Emit(
        "Slice",
        x.Rank,
        [x, graph.Numbers(0, 0), graph.Numbers(long.MaxValue, long.MaxValue), graph.Numbers(2, 3), graph.Numbers(stride, stride)]);

    public OnnxValue PadChannels(OnnxValue x, long before, long after) =>
        Emit("Pad", x.Rank, [x, graph.Numbers(0, before, 0, 0, 0, after, 0, 0), graph.Constant(0f)]);

    public OnnxValue MaxPool(OnnxValue x, long size, long stride, long padding) => Emit(
        "MaxPool", x.Rank, [x],
        ("kernel_shape", new[] { size, size }), ("strides", new[] { stride, stride }), ("pads", Enumerable.Repeat(padding, 4).ToArray()));

    public OnnxValue AveragePool(OnnxValue x, long size) => Emit(
        "AveragePool", x.Rank, [x], ("kernel_shape", new[] { size, size }), ("strides", new[] { size, size }), ("ceil_mode", 1L));

    public OnnxValue AveragePoolSame(OnnxValue x, long stride) => Emit(
        "AveragePool", x.Rank, [x],
        ("kernel_shape", s_threeByThree), ("strides", new[] { 1L, stride }), ("auto_pad", "SAME_UPPER"), ("count_include_pad", 0L));

    public OnnxValue ConvSame(Conv2d conv, OnnxValue x)
    {
        string outer = _scope;
        _scope = names.Of(conv);
        OnnxValue y = ModuleTable.Convolution(this, conv, x, ("auto_pad", "SAME_UPPER"));
        _scope = outer;
        return y;
    }

    /// <summary>An operator of the module that is being written.</summary>
    internal OnnxValue Emit(
        string op, int rank, IReadOnlyList<OnnxValue> inputs, params IReadOnlyList<(string Name, object Value)> attributes) =>
        graph.Add(_scope, op, rank, inputs, attributes);

    /// <summary>A tensor of the network.</summary>
    internal OnnxValue State(Tensor tensor)
    {
        string name = names.Of(tensor);
        return graph.Initializer(name, tensor.shape, tensor.numel() * sizeof(float), stream =>
        {
            using Tensor host = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
            stream.Write(host.bytes);
        });
    }

    internal OnnxValue Constant(float value) => graph.Constant(value);

    internal OnnxValue Repeat(float value, long count) => graph.Repeat(value, count);

    /// <summary>A sum or mean over each sample, one axis after the other: a runtime that adds thousands of equal values of float32 in one
    /// row, as the background of a picture is, has rounded by 3e-5 at the end.</summary>
    internal OnnxValue ReduceByAxis(string op, OnnxValue x)
    {
        for (int axis = x.Rank - 1; axis > 0; axis--)
            x = Emit(op, x.Rank, [x, graph.Numbers(axis)], ("keepdims", 1L));
        return x;
    }

    internal OnnxValue SampleAxes(OnnxValue x) => graph.Numbers([.. Enumerable.Range(1, x.Rank - 1)]);

    internal OnnxValue Activate(OnnxValue x, Activation activation, double slope) => activation switch
    {
        Activation.Identity => x,
        Activation.Relu => Relu(x),
        Activation.LeakyRelu => Emit("LeakyRelu", x.Rank, [x], ("alpha", (float)slope)),
        _ => throw OptionGuard.UnknownActivation(activation),
    };

    internal OnnxExportException Refuse(nn.Module module, string problem) =>
        new($"'{names.Of(module)}' ({module.GetType().Name}): {problem}");

    private OnnxValue Chain(Sequential chain, OnnxValue x)
    {
        foreach ((string _, nn.Module module) in chain.named_children())
            x = module is nn.Module<Tensor, Tensor> next ? Call(next, x) : throw Refuse(module, "expected a module of one tensor");
        return x;
    }

    private OnnxValue Affine(OnnxValue x, Parameter? weight, Parameter? bias)
    {
        if (weight is not null)
            x = Emit("Mul", x.Rank, [x, PerChannel(weight, x.Rank)]);
        return bias is null ? x : Emit("Add", x.Rank, [x, PerChannel(bias, x.Rank)]);
    }

    // [C] as C×1×1, which broadcasts over N×C×H×W.
    private OnnxValue PerChannel(Parameter parameter, int rank) => rank == 2
        ? State(parameter)
        : Emit("Unsqueeze", rank - 1, [State(parameter), graph.Numbers([.. Enumerable.Range(1, rank - 2)])]);
}
