using System.Runtime.InteropServices;

namespace L2BN.Lab.Shared;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, ExitCode.Terminated)),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>Exit code of the signal that was received; 130 before any.</summary>
    public int Code { get; private set; } = ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Request(PosixSignalContext context, int code)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        Code = code;
        _source.Cancel();
    }
}
