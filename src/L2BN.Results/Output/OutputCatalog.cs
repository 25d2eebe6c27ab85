namespace L2BN.Results.Output;

/// <summary>Every form of <c>--json</c>: each has a schema in <c>docs/schema/NAME.schema.json</c>.</summary>
internal static class OutputCatalog
{
    /// <summary>The record of each form, by the name of its schema.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = new Dictionary<string, Type>
    {
        ["compare"] = typeof(ComparisonSummary),
        ["compare-matrix"] = typeof(MatrixOutput),
        ["train"] = typeof(TrainOutput),
        ["train-dry-run"] = typeof(DryRunOutput),
        ["eval"] = typeof(EvalOutput),
        ["predict"] = typeof(PredictOutput),
        ["export"] = typeof(ExportOutput),
        ["analyze"] = typeof(AnalyzeOutput),
        ["bench"] = typeof(BenchOutput),
        ["models"] = typeof(ModelsOutput),
        ["data-list"] = typeof(DataListOutput),
        ["data-get"] = typeof(DataGetOutput),
        ["data-info"] = typeof(DataInfoOutput),
        ["doctor"] = typeof(DoctorOutput),
    };
}
