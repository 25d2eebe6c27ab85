using System.Runtime.InteropServices;

namespace L2BN.Lab.Shared;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (a closed terminal) into a cancellation; a second one ends the process at once. The process
/// listens from its first line on, so that a signal during start-up ends it with the same exit code as a later one.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "There is one object, which lasts as long as the process.")]
internal sealed class Interruption
{
    private readonly CancellationTokenSource _source = new();

    // The registrations end with their objects.
    private readonly PosixSignalRegistration[] _registrations;

    private Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Request(context, ExitCode.Terminated)),
    ];

    /// <summary>That of this process.</summary>
    public static Interruption Current { get; } = new();

    public CancellationToken Token => _source.Token;

    /// <summary>Exit code of the signal that arrived; 130 before any.</summary>
    public int Code { get; private set; } = ExitCode.Interrupted;

    private void Request(PosixSignalContext context, int code)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Code = code;
        _source.Cancel();
    }
}
