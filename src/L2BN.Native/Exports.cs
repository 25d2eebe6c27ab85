using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using L2BN.Kernels;

namespace L2BN.Native;

/// <summary>The functions of <c>l2bn.h</c>. No exception leaves them.</summary>
public static unsafe class Exports
{
    private const int AbiVersion = 1;

    [ThreadStatic]
    private static string? s_error;

    /// <summary>The version of the interface.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_abi_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int GetAbiVersion() => AbiVersion;

    /// <summary>Number of doubles that forward saves.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_saved_length", CallConvs = [typeof(CallConvCdecl)])]
    public static long GetSavedLength(nint call)
    {
        long length = -1;
        Status status = Guard(() =>
        {
            CallRecord record = *Required<CallRecord>(call, "call");
            record.Options();
            FeatureShape shape = record.Shape();
            length = record.Training == 1 ? SavedStatistics.TrainingLength(shape) : SavedStatistics.EvaluationLength(shape);
        });
        return status == Status.Ok ? length : -1;
    }

    /// <summary>Forward.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_forward", CallConvs = [typeof(CallConvCdecl)])]
    public static int Forward(nint call, nint data, long* smallNorms)
    {
        int small = 0;
        Status status = Guard(() => small = Required<ForwardRecord>(data, "data")->Run(*Required<CallRecord>(call, "call")));
        if (smallNorms != null)
            *smallNorms = small;
        return (int)status;
    }

    /// <summary>Backward.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_backward", CallConvs = [typeof(CallConvCdecl)])]
    public static int Backward(nint call, nint data) =>
        (int)Guard(() => Required<BackwardRecord>(data, "data")->Run(*Required<CallRecord>(call, "call")));

    /// <summary>Who would compute a call.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_threads_used", CallConvs = [typeof(CallConvCdecl)])]
    public static int GetThreadsUsed(int threads)
    {
        int kind = 0;
        Guard(() => kind = ProcessThreads.Kind(Math.Max(1, threads)));
        return kind;
    }

    /// <summary>The message of this thread's latest failure.</summary>
    [UnmanagedCallersOnly(EntryPoint = "l2bn_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static int GetLastError(byte* text, int capacity)
    {
        byte[] message = Encoding.UTF8.GetBytes(s_error ?? "");
        if (text == null || capacity < 1)
            return message.Length;
        int length = Math.Min(message.Length, capacity - 1);
        message.AsSpan(0, length).CopyTo(new Span<byte>(text, length));
        text[length] = 0;
        return message.Length;
    }

    private static T* Required<T>(nint address, string name)
        where T : unmanaged => address != 0 ? (T*)address : throw new ArgumentException($"expected {name}, got NULL");

    private static Status Guard(Action action)
    {
        try
        {
            action();
            return Status.Ok;
        }
        catch (Exception e)
        {
            s_error = e.Message;
            return e switch
            {
                ArgumentException => Status.InvalidArgument,
                OutOfMemoryException => Status.OutOfMemory,
                _ => Status.Failed,
            };
        }
    }
}

/// <summary><c>l2bn_status</c> of the header.</summary>
internal enum Status
{
    Ok,
    InvalidArgument,
    OutOfMemory,
    Failed,
}
