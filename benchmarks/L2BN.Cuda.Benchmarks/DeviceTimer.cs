using L2BN.Cuda.Driver;
using L2BN.Tests.Shared;

namespace L2BN.Cuda.Benchmarks;

/// <summary>Times work on a device: captured once as a graph, so that launching costs little, and replayed between two events.</summary>
internal sealed unsafe class DeviceTimer : IDisposable
{
    private const int Rounds = 9;

    // Long against the resolution of events and the start of a graph.
    private const double LeastMilliseconds = 2;

    private readonly nint _stream;
    private readonly nint _start;
    private readonly nint _end;

    public DeviceTimer(DeviceMemory memory)
    {
        Memory = memory;
        using CurrentContext current = memory.Device.Enter();
        fixed (nint* stream = &_stream, start = &_start, end = &_end)
        {
            Call("cuStreamCreate", ((delegate* unmanaged<nint*, uint, int>)Find("cuStreamCreate"))(stream, 1));
            Call("cuEventCreate", ((delegate* unmanaged<nint*, uint, int>)Find("cuEventCreate"))(start, 0));
            Call("cuEventCreate", ((delegate* unmanaged<nint*, uint, int>)Find("cuEventCreate"))(end, 0));
        }
    }

    public DeviceMemory Memory { get; }

    /// <summary>Median time of a call of <paramref name="work"/>, which gets the numbers from 0 to <paramref name="sets"/> − 1 in
    /// turn.</summary>
    public double Milliseconds(int sets, Action<ICudaLauncher, int> work)
    {
        using CurrentContext current = Memory.Device.Enter();
        var stream = new CudaStream(Memory.Device, _stream);

        // The first call compiles, which cannot be captured.
        work(stream, 0);
        Synchronize();
        int calls = sets;
        double once = Replay(stream, sets, calls, work) / calls;
        calls = (int)Math.Clamp(LeastMilliseconds / once, sets, 2000) / sets * sets;
        return Replay(stream, sets, calls, work) / calls;
    }

    /// <summary>GB/s, read and written, of a copy within the device's memory.</summary>
    public double CopyBandwidth(long bytes)
    {
        using CurrentContext current = Memory.Device.Enter();
        nint from = Memory.Allocate(bytes), to = Memory.Allocate(bytes);
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            Record(_start);
            for (int k = 0; k < 8; k++)
            {
                Call(
                    "cuMemcpyDtoDAsync",
                    ((delegate* unmanaged<nint, nint, nuint, nint, int>)Find("cuMemcpyDtoDAsync_v2"))(to, from, (nuint)bytes, _stream));
            }

            times[round] = Elapsed() / 8;
        }

        Memory.Free(from);
        Memory.Free(to);
        Array.Sort(times);
        return 2 * bytes / times[Rounds / 2] / 1e6;
    }

    public void Dispose() => Call("cuStreamDestroy", ((delegate* unmanaged<nint, int>)Find("cuStreamDestroy_v2"))(_stream));

    private double Replay(CudaStream stream, int sets, int calls, Action<ICudaLauncher, int> work)
    {
        nint graph, executable;
        Call("cuStreamBeginCapture", ((delegate* unmanaged<nint, int, int>)Find("cuStreamBeginCapture_v2"))(_stream, 0));
        for (int call = 0; call < calls; call++)
            work(stream, call % sets);
        Call("cuStreamEndCapture", ((delegate* unmanaged<nint, nint*, int>)Find("cuStreamEndCapture"))(_stream, &graph));
        Call(
            "cuGraphInstantiateWithFlags",
            ((delegate* unmanaged<nint*, nint, ulong, int>)Find("cuGraphInstantiateWithFlags"))(&executable, graph, 0));
        double[] times = new double[Rounds];
        for (int round = -1; round < Rounds; round++)
        {
            Record(_start);
            Call("cuGraphLaunch", ((delegate* unmanaged<nint, nint, int>)Find("cuGraphLaunch"))(executable, _stream));
            double elapsed = Elapsed();
            if (round >= 0)
                times[round] = elapsed;
        }

        Call("cuGraphExecDestroy", ((delegate* unmanaged<nint, int>)Find("cuGraphExecDestroy"))(executable));
        Call("cuGraphDestroy", ((delegate* unmanaged<nint, int>)Find("cuGraphDestroy"))(graph));
        Array.Sort(times);
        return times[Rounds / 2];
    }

    private double Elapsed()
    {
        float milliseconds;
        Record(_end);
        Call("cuEventSynchronize", ((delegate* unmanaged<nint, int>)Find("cuEventSynchronize"))(_end));
        Call(
            "cuEventElapsedTime",
            ((delegate* unmanaged<float*, nint, nint, int>)Find("cuEventElapsedTime"))(&milliseconds, _start, _end));
        return milliseconds;
    }

    private void Record(nint recorded) =>
        Call("cuEventRecord", ((delegate* unmanaged<nint, nint, int>)Find("cuEventRecord"))(recorded, _stream));

    private void Synchronize() => Call("cuStreamSynchronize", ((delegate* unmanaged<nint, int>)Find("cuStreamSynchronize"))(_stream));

    private static nint Find(string name) => CudaDriver.Function(name);

    private static void Call(string name, int status) => CudaDriver.Check(status, name);
}
