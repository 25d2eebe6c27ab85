namespace L2BN.Kernels;

/// <summary>The caller's thread alone.</summary>
public sealed unsafe class SerialPool : WorkerPool
{
    private SerialPool()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static SerialPool Instance { get; } = new();

    /// <inheritdoc/>
    public override int Threads => 1;

    /// <inheritdoc/>
    public override void Run(int parts, delegate*<void*, int, void> body, void* state) =>
        RunShare(0, 1, parts, body, state);
}
