using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace L2BN.Onnx.Tests;

/// <summary>A file in ONNX Runtime.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxSession(string path)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(path, options);
    }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyList<string> Axes => _session.InputMetadata["input"].SymbolicDimensions;

    public IReadOnlyList<int> Sizes => _session.InputMetadata["input"].Dimensions;

    public float[] Run(TorchSharp.torch.Tensor input)
    {
        DenseTensor<float> values = new(input.contiguous().data<float>().ToArray(), [.. input.shape.Select(size => (int)size)]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            _session.Run([NamedOnnxValue.CreateFromTensor("input", values)]);
        return [.. results.Single().AsTensor<float>()];
    }

    public void Dispose() => _session.Dispose();
}
