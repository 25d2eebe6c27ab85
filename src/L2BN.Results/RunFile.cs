namespace L2BN.Results;

/// <summary>The form of <c>run.json</c>: a <see cref="RunRecord"/> as it is known before its first epoch.</summary>
internal sealed record RunFile
{
    public int Schema { get; init; } = 1;

    public required string Arm { get; init; }

    public required string Norm { get; init; }

    public required string Model { get; init; }

    public required string Data { get; init; }

    public required int Seed { get; init; }

    public int ArmIndex { get; init; }

    public long Parameters { get; init; }

    public RunRequest? Request { get; init; }

    public static RunFile Of(RunRecord run) => new()
    {
        Arm = run.Arm,
        Norm = run.Norm,
        Model = run.Model,
        Data = run.Data,
        Seed = run.Seed,
        ArmIndex = run.ArmIndex,
        Parameters = run.Parameters,
        Request = run.Request,
    };

    public RunRecord With(IReadOnlyList<EpochRecord> epochs, FinalRecord? final, RunAnalysis? analysis) => new()
    {
        Arm = Arm,
        Norm = Norm,
        Model = Model,
        Data = Data,
        Seed = Seed,
        ArmIndex = ArmIndex,
        Parameters = Parameters,
        Request = Request,
        Epochs = epochs,
        Final = final,
        Analysis = analysis,
    };
}
