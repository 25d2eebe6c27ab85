using L2BN.Cuda.Driver;

namespace L2BN.Tests.Shared;

/// <summary>Memory of a device, for tests and benchmarks without libtorch.</summary>
internal sealed unsafe class DeviceMemory(CudaDevice device)
{
    public CudaDevice Device { get; } = device;

    /// <summary>So many bytes with any content; at a multiple of 256.</summary>
    public nint Allocate(long bytes)
    {
        using CurrentContext current = Device.Enter();
        nint address;
        var call = (delegate* unmanaged<nint*, nuint, int>)CudaDriver.Function("cuMemAlloc_v2");
        CudaDriver.Check(call(&address, (nuint)Math.Max(16, bytes)), "cuMemAlloc");
        return address;
    }

    public void Free(nint address)
    {
        using CurrentContext current = Device.Enter();
        var call = (delegate* unmanaged<nint, int>)CudaDriver.Function("cuMemFree_v2");
        CudaDriver.Check(call(address), "cuMemFree");
    }

    public void Fill(nint address, byte value, long bytes)
    {
        using CurrentContext current = Device.Enter();
        var call = (delegate* unmanaged<nint, byte, nuint, int>)CudaDriver.Function("cuMemsetD8_v2");
        CudaDriver.Check(call(address, value, (nuint)bytes), "cuMemsetD8");
    }

    public void CopyIn(nint host, nint address, long bytes)
    {
        using CurrentContext current = Device.Enter();
        var call = (delegate* unmanaged<nint, nint, nuint, int>)CudaDriver.Function("cuMemcpyHtoD_v2");
        CudaDriver.Check(call(address, host, (nuint)bytes), "cuMemcpyHtoD");
    }

    /// <summary>Waits for what was launched before.</summary>
    public void CopyOut(nint address, nint host, long bytes)
    {
        using CurrentContext current = Device.Enter();
        var call = (delegate* unmanaged<nint, nint, nuint, int>)CudaDriver.Function("cuMemcpyDtoH_v2");
        CudaDriver.Check(call(host, address, (nuint)bytes), "cuMemcpyDtoH");
    }
}
