using System.Diagnostics;
using System.Runtime;

namespace L2BN.Lab.Bench;

/// <summary>
/// Tells whether the runtime is still compiling: it compiles what is called often a second and a third time, on a thread of its own,
/// and on a machine of two cores what is timed meanwhile takes twice its time.
/// </summary>
internal sealed class CompilerWatch
{
    // The runtime takes up what is called often 100 ms after it last met something new; a large kernel takes it some tens more.
    private const double QuietMilliseconds = 200;
    private long _methods = JitInfo.GetCompiledMethodCount();
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Whether the time since the last method that was seen to be compiled, or since this watch began, is still short.</summary>
    public bool Busy()
    {
        long methods = JitInfo.GetCompiledMethodCount();
        if (methods != _methods) (_methods, _since) = (methods, Stopwatch.GetTimestamp());
        return Stopwatch.GetElapsedTime(_since).TotalMilliseconds < QuietMilliseconds;
    }
}
