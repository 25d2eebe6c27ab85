using L2BN.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Checkpoints;

/// <summary>The door between torch's tensors and a file's bytes.</summary>
internal static class TensorBytes
{
    private static readonly Dictionary<ScalarType, TensorType> s_types = new()
    {
        [ScalarType.Bool] = TensorType.BOOL,
        [ScalarType.Byte] = TensorType.U8,
        [ScalarType.Int8] = TensorType.I8,
        [ScalarType.Int16] = TensorType.I16,
        [ScalarType.Int32] = TensorType.I32,
        [ScalarType.Int64] = TensorType.I64,
        [ScalarType.Float16] = TensorType.F16,
        [ScalarType.BFloat16] = TensorType.BF16,
        [ScalarType.Float32] = TensorType.F32,
        [ScalarType.Float64] = TensorType.F64,
    };

    public static TensorData Of(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        return new TensorData(name, s_types[host.dtype], [.. host.shape], host.bytes.ToArray());
    }

    /// <summary>The tensor on the CPU; the caller disposes it.</summary>
    /// <exception cref="FileFormatException">Torch has no such type, or the file cannot be read.</exception>
    public static Tensor Read(SafetensorsFile file, TensorEntry entry, string path)
    {
        ScalarType? type = s_types.Where(pair => pair.Value == entry.Type).Select(pair => (ScalarType?)pair.Key).FirstOrDefault();
        if (type is null) throw new FileFormatException(path, null, $"torch has no type for the {entry.Type} of '{entry.Name}'");
        Tensor tensor = empty([.. entry.Shape], type.Value);
        if (entry.Bytes > 0) file.Read(entry.Name, tensor.bytes);
        return tensor;
    }
}
