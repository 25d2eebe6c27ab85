using System.Runtime.ExceptionServices;

namespace L2BN.Kernels;

/// <summary>
/// A portable pool of .NET threads. Workers spin for a moment after each job, because the passes of a kernel follow each other
/// within microseconds, and sleep afterwards. A call while the pool is busy runs on its own thread alone.
/// </summary>
public sealed unsafe class ThreadedPool : WorkerPool, IDisposable
{
    // A pass over a cache-sized tensor takes some tens of microseconds; waking a sleeping thread takes about as long.
    // 200 yields of SpinWait last roughly 50 microseconds.
    private const int Spins = 200;

    private readonly Thread[] _workers;
    private readonly Lock _callers = new();
    private readonly object _gate = new();
    private delegate*<void*, int, void> _body;
    private void* _state;
    private int _parts, _active, _sleeping;
    private volatile int _generation, _running;
    private volatile bool _disposed;
    private Exception? _failure;

    /// <summary>Starts <paramref name="threads"/> − 1 background threads.</summary>
    /// <param name="threads">Threads that take part, the caller's included; ≥ 1.</param>
    public ThreadedPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int number = i + 1;
            _workers[i] = new Thread(() => Work(number)) { IsBackground = true, Name = $"L2BN worker {number}" };
            _workers[i].Start();
        }
    }

    /// <inheritdoc/>
    public override int Threads { get; }

    /// <inheritdoc/>
    public override void Run(int parts, delegate*<void*, int, void> body, void* state)
    {
        if (parts < 2 || _workers.Length == 0 || !_callers.TryEnter())
        {
            RunShare(0, 1, parts, body, state);
            return;
        }

        try
        {
            if (_disposed)
                RunShare(0, 1, parts, body, state);
            else
                Share(parts, body, state);
        }
        finally
        {
            _callers.Exit();
        }
    }

    /// <summary>Ends the threads; later calls of <see cref="Run"/> work on the caller's thread alone.</summary>
    public void Dispose()
    {
        lock (_callers)
        {
            if (_disposed)
                return;
            _disposed = true;
            lock (_gate)
                Monitor.PulseAll(_gate);
        }

        foreach (Thread worker in _workers)
            worker.Join();
    }

    private void Share(int parts, delegate*<void*, int, void> body, void* state)
    {
        Start(parts, body, state);
        RunOwnShare(0);
        for (var spinner = default(SpinWait); _running != 0;)
            spinner.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    // An exception on a worker's thread would end the process, and one on the caller's would leave the others with a job whose data is
    // gone.
    private void RunOwnShare(int number)
    {
        try
        {
            RunShare(number, _active, _parts, _body, _state);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }

    private void Start(int parts, delegate*<void*, int, void> body, void* state)
    {
        _parts = parts;
        _body = body;
        _state = state;
        _active = Math.Min(Threads, parts);
        _failure = null;
        _running = _workers.Length;
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleeping) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Work(int number)
    {
        for (int seen = 0; Await(seen); seen++)
        {
            if (number < _active)
                RunOwnShare(number);
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Waits for the job after <paramref name="seen"/>; false when the pool is disposed.</summary>
    private bool Await(int seen)
    {
        var spinner = default(SpinWait);
        for (int i = 0; i < Spins && _generation == seen && !_disposed; i++)
            spinner.SpinOnce(sleep1Threshold: -1);
        if (_generation != seen)
            return true;
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (_generation == seen && !_disposed)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }

        return _generation != seen;
    }
}
