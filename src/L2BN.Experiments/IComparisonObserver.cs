using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>
/// Receives the progress of training runs, on the thread that trains. Every event names its run, so that runs of several processes can
/// report to one observer; by default nothing happens. <see cref="ComparisonEvent"/> is the same as data.
/// </summary>
public interface IComparisonObserver
{
    /// <summary>Something that the user should know: about the comparison's folder, before <see cref="OnPlan"/>; how many processes there
    /// is memory for; that one was started again.</summary>
    /// <param name="note">A sentence.</param>
    void OnNote(string note)
    {
    }

    /// <summary>Before anything is trained, and again with more runs behind the same first ones where a planned look left the comparison
    /// open.</summary>
    /// <param name="plan">Every run up to the next look, in the order in which they start.</param>
    void OnPlan(IReadOnlyList<PlannedRun> plan)
    {
    }

    /// <summary>Before a run.</summary>
    void OnRunStarted(PlannedRun run)
    {
    }

    /// <summary>After <see cref="OnRunStarted"/>, where an earlier process stopped in the middle of this run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="epochs">The epochs that are not trained again.</param>
    void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
    }

    /// <summary>After every optimizer step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step, from 0, in the whole run.</param>
    /// <param name="steps">Steps of the whole run.</param>
    void OnStep(PlannedRun run, long step, long steps)
    {
    }

    /// <summary>After every epoch, when it is on disk.</summary>
    void OnEpoch(PlannedRun run, EpochRecord epoch)
    {
    }

    /// <summary>When a run is trained and its network is about to be analyzed.</summary>
    void OnAnalysis(PlannedRun run)
    {
    }

    /// <summary>After a run.</summary>
    void OnRunFinished(PlannedRun run, RunRecord record)
    {
    }

    /// <summary>In place of a run that an earlier process has finished.</summary>
    void OnRunReused(PlannedRun run, RunRecord record)
    {
    }

    /// <summary>When a run is given up because its process ended twice; the others go on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">What happened, a sentence.</param>
    void OnRunFailed(PlannedRun run, string reason)
    {
    }
}
