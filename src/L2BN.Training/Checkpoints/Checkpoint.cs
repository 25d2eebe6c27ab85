using System.Text.Json;
using L2BN.Formats;
using L2BN.Formats.Safetensors;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Checkpoints;

/// <summary>
/// The state of a run between two steps, as one safetensors file. The model's tensors have their plain names, so that any reader of
/// safetensors can use them; <c>ema/…</c> is the moving average, <c>optimizer/…</c> the optimizer's state, <c>random</c> torch's generator.
/// The rest is
/// JSON
/// in the metadata, and a checksum covers the whole file.
/// </summary>
/// <remarks>The file stays open until the checkpoint is disposed: facts, position and tensors are those of one file, even where a run
/// replaces it meanwhile.</remarks>
public sealed class Checkpoint : IDisposable
{
    internal const string State = "l2bn", Average = "ema/", Optimizer = "optimizer/", Generator = "random";

    // Enough for the names of 200,000 classes.
    private const int LongestState = 1 << 24;

    private readonly SafetensorsFile _file;

    private Checkpoint(string path, SafetensorsFile file, CheckpointState state) =>
        (FilePath, _file, Facts, Position) = (path, file, state.Facts, state.Position);

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The run that wrote it.</summary>
    public CheckpointFacts Facts { get; }

    /// <summary>The position of that run.</summary>
    public RunPosition Position { get; }

    /// <summary>Opens a file and reads everything but the tensors, after checking every byte.</summary>
    /// <exception cref="FileFormatException">The file is missing, damaged, or no checkpoint of ours.</exception>
    public static Checkpoint Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            if (!file.Metadata.TryGetValue(State, out string? text))
                throw new FileFormatException(path, null, "expected a checkpoint of l2bn, got a safetensors file without its state");
            file.Verify();
            if (text.Length > LongestState)
                throw new FileFormatException(path, null, $"expected a state of at most {LongestState} characters, got {text.Length}");
            return new Checkpoint(path, file, CheckpointJson.Read(text));
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is JsonException)
                throw new FileFormatException(path, null, $"its state cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
            throw;
        }
    }

    /// <summary>Copies the trained tensors into a model: the moving average where the run has one, else the weights themselves.</summary>
    /// <exception cref="FileFormatException">The tensors are not those of the model.</exception>
    public void LoadModel(nn.Module model) =>
        LoadModel(model, _file.Entries.Any(entry => entry.Name.StartsWith(Average, StringComparison.Ordinal)) ? Average : "");

    /// <summary>Refuses a checkpoint that has not the tensors of a model, by name and size; nothing is read or allocated.</summary>
    /// <param name="shapes">Sizes by name.</param>
    /// <exception cref="FileFormatException">A tensor is missing, unknown or of another size.</exception>
    public void RequireShapes(IReadOnlyDictionary<string, IReadOnlyList<long>> shapes) => RequireShapes(shapes, "");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    internal static void Write(string path, CheckpointState state, IReadOnlyList<TensorData> tensors)
    {
        OwnFile.RefuseLink(path);
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [State] = CheckpointJson.Write(state) }, checksum: true);
    }

    /// <summary>Copies tensors whose names begin with <paramref name="prefix"/> (for the weights themselves: those without any) into a
    /// model.</summary>
    internal void LoadModel(nn.Module model, string prefix)
    {
        using DisposeScope scope = NewDisposeScope();
        RequireShapes(model.state_dict().ToDictionary(item => item.Key, item => (IReadOnlyList<long>)item.Value.shape), prefix);
        Dictionary<string, Tensor> tensors = Read(prefix);
        try
        {
            NormCheckpoint.Load(model, tensors);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw NotOfTheModel(e.Message.ReplaceLineEndings(" ").TrimEnd('.'), e);
        }
    }

    private void RequireShapes(IReadOnlyDictionary<string, IReadOnlyList<long>> shapes, string prefix)
    {
        var found = Entries(prefix).ToDictionary(entry => entry.Name[prefix.Length..], entry => entry.Shape);
        foreach (string name in shapes.Keys.Union(found.Keys))
        {
            IReadOnlyList<long>? wanted = shapes.GetValueOrDefault(name), here = found.GetValueOrDefault(name);
            if ((wanted is null || here is null || !wanted.SequenceEqual(here)) && !IsOldCounter(name, here))
                throw NotOfTheModel($"'{name}' is {Size(here)} in the file and {Size(wanted)} in the model");
        }
    }

    // As NormCheckpoint: checkpoints of old norms have no counter of batches.
    private static bool IsOldCounter(string name, IReadOnlyList<long>? found) =>
        found is null && name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private FileFormatException NotOfTheModel(string difference, Exception? cause = null) =>
        new(FilePath, null, $"its tensors are not those of the model: {difference}", cause);

    private static string Size(IReadOnlyList<long>? shape) => shape is null ? "missing" : $"[{string.Join(", ", shape)}]";

    private IEnumerable<TensorEntry> Entries(string prefix) => _file.Entries.Where(entry => prefix.Length > 0
        ? entry.Name.StartsWith(prefix, StringComparison.Ordinal)
        : entry.Name != Generator && !entry.Name.Contains('/', StringComparison.Ordinal));

    internal Tensor ReadOne(string name) => TensorBytes.Read(_file, _file.Entry(name), FilePath);

    internal Dictionary<string, Tensor> Read(string prefix) =>
        Entries(prefix).ToDictionary(entry => entry.Name[prefix.Length..], entry => TensorBytes.Read(_file, entry, FilePath));
}

/// <summary>Converts between torch's tensors and the bytes of a safetensors file.</summary>
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

    public static TensorData FromTensor(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        return new TensorData(name, s_types[host.dtype], [.. host.shape], host.bytes.ToArray());
    }

    /// <summary>The tensor on the CPU; the caller disposes it.</summary>
    /// <exception cref="FileFormatException">Torch has no such type, or the file cannot be read.</exception>
    public static Tensor Read(SafetensorsFile file, TensorEntry entry, string path)
    {
        ScalarType? type = s_types.Where(pair => pair.Value == entry.Type).Select(pair => (ScalarType?)pair.Key).FirstOrDefault();
        if (type is null)
            throw new FileFormatException(path, null, $"torch has no type for the {entry.Type} of '{entry.Name}'");
        Tensor tensor = empty([.. entry.Shape], type.Value);
        if (entry.Bytes > 0)
            file.Read(entry.Name, tensor.bytes);
        return tensor;
    }
}
