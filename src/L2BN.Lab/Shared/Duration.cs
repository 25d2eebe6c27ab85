namespace L2BN.Lab.Shared;

/// <summary>Durations as a person reads them.</summary>
internal static class Duration
{
    /// <summary>For example <c>2:05</c> or <c>1:02:05</c>.</summary>
    public static string Text(TimeSpan time) => time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss") : time.ToString(@"m\:ss");
}
