using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// Errors in backward. An exception that leaves a callback of libtorch's engine ends the process, so the callback returns gradients of a
/// shape that no argument can have, and the engine raises its own error, which TorchSharp throws. That error describes the shape; its text
/// is replaced by the cause when it is thrown (docs/decisions/0008).
/// </summary>
internal static class BackwardFailure
{
    /// <summary>libtorch's own text, of the part that applies.</summary>
    internal const string SecondBackward =
        "Trying to backward through the graph a second time. Saved intermediate values of the graph are freed when you call .backward() "
        + "or autograd.grad(). Specify retain_graph: true if you need to backward through the graph a second time.";

    // Of the engine's error about the shape.
    private const string EngineText = "invalid gradient";

    private static int s_subscribed;

    [ThreadStatic]
    private static string? s_cause;

    /// <summary>Forgets a cause whose error was never thrown on this thread.</summary>
    internal static void Reset() => s_cause = null;

    /// <summary>The gradients that make the engine raise an error.</summary>
    internal static List<Tensor> Report(FusedCall call, Exception cause)
    {
        Trace.TraceError($"{nameof(L2BatchNormFunction)}, backward: {cause.Message}");
        if (Interlocked.Exchange(ref s_subscribed, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += ReplaceText;
        s_cause = cause.Message;
        Tensor impossible = zeros([]);
        Tensor? For(object? argument) => argument is null ? null : impossible.alias();
        return ReturnedGradients.Track([
            impossible,
            For(call.State.Weight),
            For(call.State.Bias),
            call.HasResidual ? impossible.alias() : null,
            null,
        ]);
    }

    private static void ReplaceText(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (s_cause is not string cause || thrown.Exception is not ExternalException error
            || !error.Message.Contains(EngineText, StringComparison.Ordinal))
            return;
        s_cause = null;
        try
        {
            MessageOf(error) = cause;
        }
        catch (MissingFieldException)
        {
            // Another runtime names the field differently: the engine's text stays, and the cause is in the trace.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception error);
}
