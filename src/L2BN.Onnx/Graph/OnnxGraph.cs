using System.Runtime.InteropServices;
using L2BN.Onnx.Wire;

namespace L2BN.Onnx.Graph;

/// <summary>Collects nodes and tensors; names are unique.</summary>
internal sealed class OnnxGraph
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxInitializer> _initializers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyCollection<OnnxInitializer> Initializers => _initializers.Values;

    /// <summary>Adds an operator.</summary>
    /// <param name="scope">The module that it belongs to, with which the name of its value begins.</param>
    /// <param name="op">Its name in ONNX.</param>
    /// <param name="rank">Axes of the result.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue Add(
        string scope, string op, int rank, IReadOnlyList<OnnxValue> inputs, params IReadOnlyList<(string Name, object Value)> attributes)
    {
        string output = Unique(scope.Length == 0 ? op : $"{scope}/{op}");
        _nodes.Add(new OnnxNode(op, [.. inputs.Select(input => input.Name)], output, attributes));
        return new OnnxValue(output, rank);
    }

    /// <summary>A tensor of the network under the name that it has there; added once.</summary>
    public OnnxValue Initializer(string name, IReadOnlyList<long> shape, long length, Action<Stream> write)
    {
        if (!_initializers.ContainsKey(name))
        {
            if (!_names.Add(name))
                throw new OnnxExportException($"expected a network without a tensor called '{name}', got one; rename it");
            _initializers.Add(name, new OnnxInitializer(name, OnnxFields.FloatType, shape, length, write));
        }

        return new OnnxValue(name, shape.Count);
    }

    /// <summary>A number; equal ones are one.</summary>
    public OnnxValue Constant(float value) =>
        Constant(FormattableString.Invariant($"constant/{value:R}"), OnnxFields.FloatType, [], BitConverter.GetBytes(value));

    /// <summary>A list of one number, repeated.</summary>
    public OnnxValue Repeat(float value, long count) => Constant(
        FormattableString.Invariant($"constant/{value:R}x{count}"),
        OnnxFields.FloatType,
        [count],
        MemoryMarshal.AsBytes<float>(Enumerable.Repeat(value, checked((int)count)).ToArray()).ToArray());

    /// <summary>A list of whole numbers.</summary>
    public OnnxValue Numbers(params long[] values) => Constant(
        $"numbers/{string.Join('_', values)}", OnnxFields.Int64Type, [values.Length], MemoryMarshal.AsBytes<long>(values).ToArray());

    /// <summary>Keeps a name for what the graph does not contain itself.</summary>
    public void Reserve(string name) => _names.Add(name);

    /// <summary>Gives the result its name.</summary>
    public void Finish(OnnxValue result, string name) => _nodes.Add(new OnnxNode("Identity", [result.Name], name, []));

    private OnnxValue Constant(string name, int type, IReadOnlyList<long> shape, byte[] bytes)
    {
        _names.Add(name);
        _initializers.TryAdd(name, new OnnxInitializer(name, type, shape, bytes.Length, stream => stream.Write(bytes)));
        return new OnnxValue(name, shape.Count);
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int number = 1; !_names.Add(unique); number++)
            unique = $"{name}_{number}";
        return unique;
    }
}
