/// <summary>
/// Loaded into a program by the variable DOTNET_STARTUP_HOOKS, which wants this name: collects and finalizes every millisecond, so that
/// what is
/// released too early is soon gone.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program starts.</summary>
    public static void Initialize() => new Thread(Collect) { IsBackground = true }.Start();

    private static void Collect()
    {
        for (; ; Thread.Sleep(1))
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
