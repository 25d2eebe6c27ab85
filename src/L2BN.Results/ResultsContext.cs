using System.Text.Json.Serialization;

namespace L2BN.Results;

/// <summary>The serialiser's knowledge of the records, generated at compile time: no reflection, so it survives trimming.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ComparisonSummary))]
[JsonSerializable(typeof(RunFile))]
[JsonSerializable(typeof(EpochRecord))]
[JsonSerializable(typeof(FinalRecord))]
[JsonSerializable(typeof(RunAnalysis))]
[JsonSerializable(typeof(EnvironmentRecord))]
internal sealed partial class ResultsContext : JsonSerializerContext;
