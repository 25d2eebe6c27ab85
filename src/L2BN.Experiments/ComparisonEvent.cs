using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>One call of <see cref="IComparisonObserver"/> as data: what a process that trains some of a comparison's runs sends to
/// another.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(PlanEvent), "plan")]
[JsonDerivedType(typeof(RunStartedEvent), "run_started")]
[JsonDerivedType(typeof(RunResumedEvent), "run_resumed")]
[JsonDerivedType(typeof(StepEvent), "step")]
[JsonDerivedType(typeof(EpochEvent), "epoch")]
[JsonDerivedType(typeof(AnalysisEvent), "analysis")]
[JsonDerivedType(typeof(RunFinishedEvent), "run_finished")]
[JsonDerivedType(typeof(RunReusedEvent), "run_reused")]
[JsonDerivedType(typeof(RunFailedEvent), "run_failed")]
[JsonDerivedType(typeof(NoteEvent), "note")]
public abstract record ComparisonEvent
{
    /// <summary>The event as one line of JSON, without a line end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ComparisonEventContext.Default.ComparisonEvent);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="line">One line.</param>
    /// <exception cref="ResultsException">The line is not an event.</exception>
    public static ComparisonEvent FromJson(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ComparisonEventContext.Default.ComparisonEvent)
                ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ResultsException($"Expected an event of a comparison as JSON; got '{line}': {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Calls the method of the observer that this event stands for.</summary>
    public abstract void SendTo(IComparisonObserver observer);
}

/// <summary>See <see cref="IComparisonObserver.OnPlan"/>.</summary>
public sealed record PlanEvent(IReadOnlyList<PlannedRun> Plan) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnPlan(Plan);
}

/// <summary>See <see cref="IComparisonObserver.OnRunStarted"/>.</summary>
public sealed record RunStartedEvent(PlannedRun Run) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnRunStarted(Run);
}

/// <summary>See <see cref="IComparisonObserver.OnRunResumed"/>.</summary>
public sealed record RunResumedEvent(PlannedRun Run, IReadOnlyList<EpochRecord> Epochs) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnRunResumed(Run, Epochs);
}

/// <summary>See <see cref="IComparisonObserver.OnStep"/>.</summary>
public sealed record StepEvent(PlannedRun Run, long Step, long Steps) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnStep(Run, Step, Steps);
}

/// <summary>See <see cref="IComparisonObserver.OnEpoch"/>.</summary>
public sealed record EpochEvent(PlannedRun Run, EpochRecord Epoch) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnEpoch(Run, Epoch);
}

/// <summary>See <see cref="IComparisonObserver.OnAnalysis"/>.</summary>
public sealed record AnalysisEvent(PlannedRun Run) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnAnalysis(Run);
}

/// <summary>See <see cref="IComparisonObserver.OnRunFinished"/>.</summary>
public sealed record RunFinishedEvent(PlannedRun Run, RunRecord Record) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnRunFinished(Run, Record);
}

/// <summary>See <see cref="IComparisonObserver.OnRunReused"/>.</summary>
public sealed record RunReusedEvent(PlannedRun Run, RunRecord Record) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnRunReused(Run, Record);
}

/// <summary>See <see cref="IComparisonObserver.OnRunFailed"/>.</summary>
public sealed record RunFailedEvent(PlannedRun Run, string Reason) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnRunFailed(Run, Reason);
}

/// <summary>See <see cref="IComparisonObserver.OnNote"/>.</summary>
public sealed record NoteEvent(string Note) : ComparisonEvent
{
    /// <inheritdoc/>
    public override void SendTo(IComparisonObserver observer) => observer.OnNote(Note);
}

/// <summary>Turns the progress of a comparison into events.</summary>
/// <param name="sink">Receives each event, on the thread that trains.</param>
public sealed class EventObserver(Action<ComparisonEvent> sink) : IComparisonObserver
{
    /// <inheritdoc/>
    public void OnPlan(IReadOnlyList<PlannedRun> plan) => sink(new PlanEvent(plan));

    /// <inheritdoc/>
    public void OnRunStarted(PlannedRun run) => sink(new RunStartedEvent(run));

    /// <inheritdoc/>
    public void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs) => sink(new RunResumedEvent(run, epochs));

    /// <inheritdoc/>
    public void OnStep(PlannedRun run, long step, long steps) => sink(new StepEvent(run, step, steps));

    /// <inheritdoc/>
    public void OnEpoch(PlannedRun run, EpochRecord epoch) => sink(new EpochEvent(run, epoch));

    /// <inheritdoc/>
    public void OnAnalysis(PlannedRun run) => sink(new AnalysisEvent(run));

    /// <inheritdoc/>
    public void OnRunFinished(PlannedRun run, RunRecord record) => sink(new RunFinishedEvent(run, record));

    /// <inheritdoc/>
    public void OnRunReused(PlannedRun run, RunRecord record) => sink(new RunReusedEvent(run, record));

    /// <inheritdoc/>
    public void OnRunFailed(PlannedRun run, string reason) => sink(new RunFailedEvent(run, reason));

    /// <inheritdoc/>
    public void OnNote(string note) => sink(new NoteEvent(note));
}

/// <summary>The serializer of events. Unlike the results' own JSON it keeps NaN: a record must arrive as it was sent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ComparisonEvent))]
[JsonSerializable(typeof(string))]
internal sealed partial class ComparisonEventContext : JsonSerializerContext;
