using System.Text.Json.Serialization;

namespace L2BN.Results.Output;

/// <summary>What <c>l2bn predict --json</c> prints.</summary>
public sealed record PredictOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Absolute path of the checkpoint, or of the ONNX file.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options.</summary>
    public required string Norm { get; init; }

    /// <summary>One entry per file, in the order of reading.</summary>
    public required IReadOnlyList<FilePrediction> Predictions { get; init; }
}

/// <summary>The answers to one file: an image or a sound.</summary>
[JsonDerivedType(typeof(ImagePrediction))]
[JsonDerivedType(typeof(SoundPrediction))]
public abstract record FilePrediction;

/// <summary>The answers to an image.</summary>
public sealed record ImagePrediction : FilePrediction
{
    /// <summary>Path of the file as given or found.</summary>
    public required string File { get; init; }

    /// <summary>The most probable classes, most probable first.</summary>
    public required IReadOnlyList<Answer> Top { get; init; }
}

/// <summary>The answers to a sound.</summary>
public sealed record SoundPrediction : FilePrediction
{
    /// <summary>Path of the file as given or found.</summary>
    public required string File { get; init; }

    /// <summary>Length of the whole recording in seconds.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Absolute path of the drawn log-mel features; null where none was asked for.</summary>
    public required string? LogMel { get; init; }

    /// <summary>The most probable classes, most probable first.</summary>
    public required IReadOnlyList<Answer> Top { get; init; }
}

/// <summary>A class and its probability.</summary>
public sealed record Answer
{
    /// <summary>Name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public required double? Probability { get; init; }
}
