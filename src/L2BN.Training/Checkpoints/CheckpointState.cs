using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2BN.Training.Checkpoints;

/// <summary>The position of a run between two steps, with the sums of its current epoch. It contains no time: equal runs give equal
/// files.</summary>
public sealed record RunPosition
{
    /// <summary>Epochs that are finished and on record.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps taken in the epoch after those.</summary>
    public long StepInEpoch { get; init; }

    /// <summary>Steps taken in the whole run.</summary>
    public long Step { get; init; }

    /// <summary>Sum of the losses of the current epoch's samples.</summary>
    public double Loss { get; init; }

    /// <summary>Correct answers in the current epoch.</summary>
    public long Correct { get; init; }

    /// <summary>Samples seen in the current epoch.</summary>
    public long Samples { get; init; }

    /// <summary>Best accuracy so far in percent, on the validation split where there is one, else on the test split; null before the first
    /// epoch.</summary>
    public double? Best { get; init; }

    /// <summary>One-based epoch of <see cref="Best"/>; 0 before.</summary>
    public int BestEpoch { get; init; }

    /// <summary>What is wrong with a position that was read from a file, for a message; null for nothing.</summary>
    internal string? FindFault() => Epoch < 0 || StepInEpoch < 0 || Step < StepInEpoch || BestEpoch < 0 || BestEpoch > Epoch
        ? $"expected a position of at least 0 in every count, got epoch {Epoch}, step {StepInEpoch} of it and {Step} of the run" : null;
}

/// <summary>The part of a checkpoint that is not tensors.</summary>
internal sealed record CheckpointState
{
    public int Schema { get; init; } = 1;

    public required CheckpointFacts Facts { get; init; }

    public required RunPosition Position { get; init; }
}

/// <summary>Its serializer, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointContext : JsonSerializerContext;

/// <summary>A checkpoint's state as text.</summary>
internal static class CheckpointJson
{
    private static readonly CheckpointContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    });

    public static string Write(CheckpointState state) => JsonSerializer.Serialize(state, s_context.CheckpointState);

    public static string Write(CheckpointFacts facts) => JsonSerializer.Serialize(facts, s_context.CheckpointFacts);

    /// <exception cref="JsonException">The text is not such facts.</exception>
    public static CheckpointFacts ReadFacts(string text)
    {
        CheckpointFacts facts = JsonSerializer.Deserialize(text, s_context.CheckpointFacts) ?? throw new JsonException("it is null");
        return facts.FindFault() is { } fault ? throw new JsonException(fault) : facts;
    }

    /// <exception cref="JsonException">The text is not such a state.</exception>
    public static CheckpointState Read(string text)
    {
        CheckpointState state = JsonSerializer.Deserialize(text, s_context.CheckpointState) ?? throw new JsonException("it is null");
        string? fault = state.Facts.FindFault() ?? state.Position.FindFault();
        return fault is null ? state : throw new JsonException(fault);
    }
}
