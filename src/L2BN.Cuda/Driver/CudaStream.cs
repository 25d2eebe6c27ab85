namespace L2BN.Cuda.Driver;

/// <summary>Launches the kernels in a stream of a device.</summary>
/// <param name="device">The device.</param>
/// <param name="handle">The stream, a CUstream; 0 is the default stream.</param>
internal sealed unsafe class CudaStream(CudaDevice device, nint handle) : ICudaLauncher
{
    private static readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> s_launch =
        (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)
        CudaDriver.Function("cuLaunchKernel");

    /// <inheritdoc/>
    public void Launch(CudaElement element, string kernel, int blocks, in CudaArguments arguments)
    {
        nint function = device.Find(element, kernel);
        using CurrentContext current = device.Enter();
        fixed (CudaArguments* values = &arguments)
        {
            void* parameters = values;
            CudaDriver.Check(s_launch(function, (uint)blocks, 1, 1, CudaCall.Threads, 1, 1, 0, handle, &parameters, null), kernel);
        }
    }
}
