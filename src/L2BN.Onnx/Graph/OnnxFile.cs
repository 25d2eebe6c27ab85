using L2BN.Onnx.Wire;

namespace L2BN.Onnx.Graph;

/// <summary>Writes a graph as a file (ModelProto of onnx.proto), with its tensors beside it where one file cannot contain them.</summary>
internal sealed class OnnxFile(OnnxGraph graph, IReadOnlyList<OnnxAxis> input, IReadOnlyList<OnnxAxis> output, OnnxOptions options)
{
    /// <summary>Opset 21: the first whose average pools and group norms are those of torch; its files have IR version 10.</summary>
    public const int Opset = 21, IrVersion = 10;

    public const string Input = "input", Output = "output";

    // Smaller tensors stay in the model's file, so that shapes and constants can be read without the other.
    private const int LeastExternal = 1024;

    /// <summary>Writes the file, and where it would be too large the other one before.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public OnnxExportResult Write(string path, bool fixedSize)
    {
        ProtoMessage model = Model(null);
        string? data = model.Length >= options.ExternalFrom ? path + ".data" : null;
        if (data is not null)
        {
            // With the tensors of another model beside it, a model that is left would be wrong.
            File.Delete(path);
            WriteData(data);
            model = Model(Path.GetFileName(data));
        }

        AtomicFile.Write(path, model.Length, model.WriteTo);
        return new OnnxExportResult(path, model.Length, data, graph.Nodes.Count, fixedSize);
    }

    private IEnumerable<OnnxInitializer> External => graph.Initializers.Where(tensor => tensor.Length >= LeastExternal);

    private void WriteData(string path) => AtomicFile.Write(path, External.Sum(tensor => tensor.Length), stream =>
    {
        foreach (OnnxInitializer tensor in External)
            tensor.Write(stream);
    });

    private ProtoMessage Model(string? data)
    {
        ProtoMessage model = new();
        model.Integer(OnnxFields.Model.IrVersion, IrVersion);
        model.Text(OnnxFields.Model.Producer, "l2bn");
        model.Text(OnnxFields.Model.ProducerVersion, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3));
        model.Message(OnnxFields.Model.Graph, Graph(data));
        ProtoMessage opset = new();
        opset.Integer(OnnxFields.Opset.Version, Opset);
        model.Message(OnnxFields.Model.OpsetImport, opset);
        foreach ((string key, string text) in options.Metadata)
            model.Message(OnnxFields.Model.Metadata, Entry(key, text));
        return model;
    }

    private ProtoMessage Graph(string? data)
    {
        ProtoMessage message = new();
        foreach (OnnxNode node in graph.Nodes)
            message.Message(OnnxFields.Graph.Node, Node(node));
        message.Text(OnnxFields.Graph.Name, "network");
        long offset = 0;
        foreach (OnnxInitializer tensor in graph.Initializers)
            message.Message(OnnxFields.Graph.Initializer, Tensor(tensor, data, ref offset));
        message.Message(OnnxFields.Graph.Input, Value(Input, input));
        message.Message(OnnxFields.Graph.Output, Value(Output, output));
        return message;
    }

    private static ProtoMessage Tensor(OnnxInitializer tensor, string? data, ref long offset)
    {
        ProtoMessage message = new();
        message.Integers(OnnxFields.Tensor.Dims, tensor.Shape);
        message.Integer(OnnxFields.Tensor.DataType, tensor.Type);
        message.Text(OnnxFields.Tensor.Name, tensor.Name);
        if (data is null || tensor.Length < LeastExternal)
        {
            message.Bytes(OnnxFields.Tensor.RawData, tensor.Length, tensor.Write);
            return message;
        }

        message.Message(OnnxFields.Tensor.ExternalData, Entry("location", data));
        message.Message(OnnxFields.Tensor.ExternalData, Entry("offset", $"{offset}"));
        message.Message(OnnxFields.Tensor.ExternalData, Entry("length", $"{tensor.Length}"));
        message.Integer(OnnxFields.Tensor.DataLocation, OnnxFields.Tensor.External);
        offset += tensor.Length;
        return message;
    }

    private static ProtoMessage Node(OnnxNode node)
    {
        ProtoMessage message = new();
        foreach (string name in node.Inputs)
            message.Text(OnnxFields.Node.Input, name);
        message.Text(OnnxFields.Node.Output, node.Output);
        message.Text(OnnxFields.Node.Name, node.Output);
        message.Text(OnnxFields.Node.Operator, node.Operator);
        foreach ((string name, object value) in node.Attributes)
            message.Message(OnnxFields.Node.Attribute, Attribute(name, value));
        return message;
    }

    private static ProtoMessage Attribute(string name, object value)
    {
        ProtoMessage message = new();
        message.Text(OnnxFields.Attribute.Name, name);
        message.Integer(OnnxFields.Attribute.Type, value switch
        {
            float => OnnxFields.Attribute.FloatKind,
            long => OnnxFields.Attribute.IntegerKind,
            string => OnnxFields.Attribute.TextKind,
            long[] => OnnxFields.Attribute.IntegersKind,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected long, float, string or long[] for '{name}'."),
        });
        if (value is float number)
            message.Float(OnnxFields.Attribute.Float, number);
        if (value is long whole)
            message.Integer(OnnxFields.Attribute.Integer, whole);
        if (value is string text)
            message.Text(OnnxFields.Attribute.Text, text);
        foreach (long item in value as long[] ?? [])
            message.Integer(OnnxFields.Attribute.Integers, item);
        return message;
    }

    private static ProtoMessage Value(string name, IReadOnlyList<OnnxAxis> axes)
    {
        ProtoMessage shape = new();
        foreach (OnnxAxis axis in axes)
        {
            ProtoMessage dim = new();
            if (axis.Size is { } size)
                dim.Integer(OnnxFields.Value.DimValue, size);
            else
                dim.Text(OnnxFields.Value.DimName, axis.Name);
            shape.Message(OnnxFields.Value.Dim, dim);
        }

        ProtoMessage tensor = new();
        tensor.Integer(OnnxFields.Value.ElementType, OnnxFields.FloatType);
        tensor.Message(OnnxFields.Value.Shape, shape);
        ProtoMessage type = new();
        type.Message(OnnxFields.Value.TensorType, tensor);
        ProtoMessage message = new();
        message.Text(OnnxFields.Value.Name, name);
        message.Message(OnnxFields.Value.Type, type);
        return message;
    }

    private static ProtoMessage Entry(string key, string text)
    {
        ProtoMessage message = new();
        message.Text(OnnxFields.Entry.Key, key);
        message.Text(OnnxFields.Entry.Value, text);
        return message;
    }
}
