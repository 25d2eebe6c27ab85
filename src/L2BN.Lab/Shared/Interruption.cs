using System.Runtime.InteropServices;

namespace L2BN.Lab.Shared;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (a closed terminal) into a cancellation; a second one ends the process at once. The process
/// listens from its first line on, so that a signal during start-up ends it with the same exit code as a later one.
/// </summary>
internal static class Interruption
{
    private static readonly CancellationTokenSource s_source = new();
    private static PosixSignalRegistration[]? s_registrations;
    private static volatile bool s_leftToParent;

    public static CancellationToken Token => s_source.Token;

    /// <summary>Exit code of the signal that arrived; 130 before any.</summary>
    public static int Code { get; private set; } = ExitCode.Interrupted;

    /// <summary>Begins to listen, until the process ends.</summary>
    public static void Listen() => s_registrations ??=
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Request(context, ExitCode.Terminated)),
    ];

    /// <summary>From now on a terminal's Ctrl-C and its end are left to the process that started this one, which tells it what to
    /// do.</summary>
    public static void LeaveToParent() => s_leftToParent = true;

    private static void Request(PosixSignalContext context, int code)
    {
        if (s_leftToParent && context.Signal is PosixSignal.SIGINT or PosixSignal.SIGHUP)
        {
            context.Cancel = true;
            return;
        }

        if (s_source.IsCancellationRequested)
        {
            Terminal.ShowCursor();
            return;
        }

        context.Cancel = true;
        Code = code;
        s_source.Cancel();
    }
}
