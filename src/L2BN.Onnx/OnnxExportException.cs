namespace L2BN.Onnx;

/// <summary>A network that cannot be written as ONNX; the message names the module and what to do.</summary>
public sealed class OnnxExportException : Exception
{
    /// <param name="problem">What was expected and what was found, without a full stop.</param>
    /// <param name="inner">The cause.</param>
    internal OnnxExportException(string problem, Exception? inner = null) : base($"ONNX: {problem}.", inner) { }
}
