namespace L2BN.Results.Output;

/// <summary>What <c>l2bn export --json</c> prints.</summary>
public sealed record ExportOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Absolute path of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Absolute path of the ONNX file.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the file with the tensors; null where they are in the same.</summary>
    public required string? DataPath { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options.</summary>
    public required string Norm { get; init; }

    /// <summary>Bytes of the ONNX file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Operators in it.</summary>
    public required int Nodes { get; init; }

    /// <summary>Whether it takes inputs of one size only.</summary>
    public required bool FixedSize { get; init; }

    /// <summary>Largest difference of ONNX Runtime's scores from torch's, relative to the largest; null without <c>--verify</c>.</summary>
    public required double? Difference { get; init; }

    /// <summary>Samples that were compared; 0 without <c>--verify</c>.</summary>
    public required int Samples { get; init; }
}
