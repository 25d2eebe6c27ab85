using System.Text.Json;
using L2BN.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Checkpoints;

/// <summary>
/// A run frozen between two steps: one safetensors file. The model's tensors have their plain names, so that any reader of safetensors can
/// use them; <c>ema/…</c> is the moving average, <c>optimizer/…</c> the optimizer's state, <c>random</c> torch's generator. The rest is JSON
/// in the metadata, and a checksum covers the whole file.
/// </summary>
public sealed class Checkpoint
{
    internal const string State = "l2bn", Average = "ema/", Optimizer = "optimizer/", Generator = "random";

    private Checkpoint(string path, CheckpointState state) => (FilePath, Facts, Position) = (path, state.Facts, state.Position);

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>What run it is from.</summary>
    public CheckpointFacts Facts { get; }

    /// <summary>Where that run stood.</summary>
    public RunPosition Position { get; }

    /// <summary>Reads everything but the tensors, after checking every byte.</summary>
    /// <exception cref="FileFormatException">The file is missing, damaged, or no checkpoint of ours.</exception>
    public static Checkpoint Open(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(State, out string? text)) throw new FileFormatException(path, null, "this is a safetensors file, but no checkpoint of l2bn");
        SafetensorsChecksum.Verify(path);
        try
        {
            return new Checkpoint(path, CheckpointJson.Read(text));
        }
        catch (JsonException e)
        {
            throw new FileFormatException(path, null, $"its state cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }

    /// <summary>Copies the trained tensors into a model: the moving average where the run kept one, else the weights themselves.</summary>
    /// <exception cref="FileFormatException">The tensors are not those of the model.</exception>
    public void LoadModel(nn.Module model)
    {
        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        LoadModel(file, model, file.Entries.Any(entry => entry.Name.StartsWith(Average, StringComparison.Ordinal)) ? Average : "");
    }

    internal static void Write(string path, CheckpointState state, IReadOnlyList<TensorData> tensors) =>
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [State] = CheckpointJson.Write(state) }, checksum: true);

    /// <summary>Copies tensors whose names begin with <paramref name="prefix"/> (for the weights themselves: those without any) into a model.</summary>
    internal void LoadModel(SafetensorsFile file, nn.Module model, string prefix)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = Read(file, prefix);
        try
        {
            NormCheckpoint.Load(model, tensors);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new FileFormatException(FilePath, null, $"its tensors are not those of the model: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }

    internal Dictionary<string, Tensor> Read(SafetensorsFile file, string prefix) => file.Entries
        .Where(entry => prefix.Length > 0 ? entry.Name.StartsWith(prefix, StringComparison.Ordinal) : entry.Name != Generator && !entry.Name.Contains('/', StringComparison.Ordinal))
        .ToDictionary(entry => entry.Name[prefix.Length..], entry => TensorBytes.Read(file, entry, FilePath));
}
