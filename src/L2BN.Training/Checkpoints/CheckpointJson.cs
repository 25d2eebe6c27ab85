using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2BN.Training.Checkpoints;

/// <summary>Everything of a checkpoint that is no tensor.</summary>
internal sealed record CheckpointState
{
    public int Schema { get; init; } = 1;

    public required CheckpointFacts Facts { get; init; }

    public required RunPosition Position { get; init; }
}

/// <summary>The serialiser's knowledge of it, made at compile time.</summary>
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
    });

    public static string Write(CheckpointState state) => JsonSerializer.Serialize(state, s_context.CheckpointState);

    /// <exception cref="JsonException">The text is not such a state.</exception>
    public static CheckpointState Read(string text) => JsonSerializer.Deserialize(text, s_context.CheckpointState) ?? throw new JsonException("it is null");
}
