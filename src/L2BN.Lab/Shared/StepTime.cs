namespace L2BN.Lab.Shared;

/// <summary>The time of a step in words.</summary>
internal static class StepTime
{
    /// <param name="milliseconds">Median time of a step; NaN where a run went on after the last step of an epoch, so that none was
    /// timed.</param>
    public static string Text(double milliseconds) => double.IsFinite(milliseconds) ? $"{milliseconds:F1} ms/step" : "no step timed";
}
