using System.Text.Json;
using L2BN.Formats;
using L2BN.Training.Checkpoints;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace L2BN.Lab.Shared;

/// <summary>A network that <c>l2bn export</c> wrote, in ONNX Runtime. Nothing here may touch torch.</summary>
internal sealed class OnnxNetwork : IDisposable
{
    /// <summary>The name in a file's metadata under which the facts of its run are.</summary>
    public const string FactsKey = "l2bn";

    /// <summary>The input of such files.</summary>
    public const string Input = "input";

    private readonly InferenceSession _session;

    private OnnxNetwork(InferenceSession session, CheckpointFacts facts) => (_session, Facts) = (session, facts);

    /// <summary>The run that the network is from.</summary>
    public CheckpointFacts Facts { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileFormatException">It is missing, no ONNX file, or not one of <c>l2bn export</c>.</exception>
    public static OnnxNetwork Open(string path, int threads)
    {
        InferenceSession session = OpenSession(path, threads);
        try
        {
            return new OnnxNetwork(session, ReadFacts(session, path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Scores of some samples, one after the other.</summary>
    /// <param name="values">The samples, standardized.</param>
    /// <param name="count">How many.</param>
    /// <param name="shape">Shape of each.</param>
    /// <exception cref="FileFormatException">The file does not take such samples, or has not a score per class.</exception>
    public float[] Run(float[] values, int count, SampleShape shape)
    {
        DenseTensor<float> tensor = new(values, [count, shape.Channels, shape.Height, shape.Width]);
        try
        {
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
                _session.Run([NamedOnnxValue.CreateFromTensor(Input, tensor)]);
            float[] scores = results[0].Value is Tensor<float> output ? [.. output] : [];
            return scores.Length == count * Facts.Classes.Count
                ? scores
                : throw Refuse($"expected {Facts.Classes.Count} scores of type float32 per sample, got {scores.Length} for {count}");
        }
        catch (OnnxRuntimeException refused)
        {
            throw Refuse($"ONNX Runtime: {Line(refused)}", refused);
        }
    }

    public void Dispose() => _session.Dispose();

    private static InferenceSession OpenSession(string path, int threads)
    {
        try
        {
            InputFile.OpenRead(path).Dispose();
            using SessionOptions options = new()
            {
                IntraOpNumThreads = threads,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            return new InferenceSession(path, options);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw FileFormatException.Unreadable(path, unreadable);
        }
        catch (OnnxRuntimeException refused)
        {
            throw new FileFormatException(
                path, null, $"expected an ONNX file of 'l2bn export', got one that ONNX Runtime refuses: {Line(refused)}", refused);
        }
    }

    private static CheckpointFacts ReadFacts(InferenceSession session, string path)
    {
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(FactsKey, out string? text))
            throw new FileFormatException(path, null, "expected an ONNX file of 'l2bn export', got one without its metadata");
        if (!session.InputMetadata.TryGetValue(Input, out NodeMetadata? input)
            || input.ElementType != typeof(float)
            || input.Dimensions.Length != 4)
            throw new FileFormatException(path, null, $"expected an input '{Input}' of float32 samples N×C×H×W, got another");
        try
        {
            return CheckpointFacts.FromJson(text);
        }
        catch (JsonException broken)
        {
            throw new FileFormatException(path, null, $"its metadata cannot be read: {Line(broken)}", broken);
        }
    }

    private static FileFormatException Refuse(string problem, Exception? inner = null) => new("the ONNX file", null, problem, inner);

    private static string Line(Exception refused) => SafeText.Line(refused.Message.ReplaceLineEndings(" ").TrimEnd('.', ' '));
}
