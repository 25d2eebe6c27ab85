using System.Text.Json.Serialization;
using L2BN.Results.Output;

namespace L2BN.Results;

/// <summary>The serializer's knowledge of the records, generated at compile time: no reflection, so it survives trimming.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ComparisonSummary))]
[JsonSerializable(typeof(RunFile))]
[JsonSerializable(typeof(EpochRecord))]
[JsonSerializable(typeof(StoppedEpoch))]
[JsonSerializable(typeof(FinalRecord))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(LookRecord))]
[JsonSerializable(typeof(RunAnalysis))]
[JsonSerializable(typeof(RunShifts))]
[JsonSerializable(typeof(EnvironmentRecord))]
[JsonSerializable(typeof(MatrixOutput))]
[JsonSerializable(typeof(TrainOutput))]
[JsonSerializable(typeof(DryRunOutput))]
[JsonSerializable(typeof(EvalOutput))]
[JsonSerializable(typeof(PredictOutput))]
[JsonSerializable(typeof(ExportOutput))]
[JsonSerializable(typeof(AnalyzeOutput))]
[JsonSerializable(typeof(BenchOutput))]
[JsonSerializable(typeof(ModelsOutput))]
[JsonSerializable(typeof(DataListOutput))]
[JsonSerializable(typeof(DataGetOutput))]
[JsonSerializable(typeof(DataInfoOutput))]
[JsonSerializable(typeof(DoctorOutput))]
internal sealed partial class ResultsContext : JsonSerializerContext;
