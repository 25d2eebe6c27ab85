using L2BN.Cuda.Driver;

namespace L2BN.Cuda.Tests;

/// <summary>
/// Where the tests run the kernels: compiled by g++ for this processor (<c>kernels/emulation.cpp</c>), or, where the environment variable
/// <c>L2BN_CUDA_TESTS</c> is <c>device</c>, on the first CUDA device. Tests are skipped where there is no compiler.
/// </summary>
internal static class KernelRuntime
{
    private static readonly Lazy<(ICudaLauncher? Launcher, string Reason)> s_launcher = new(Create);

    /// <summary>The device's memory, null on this processor.</summary>
    public static DeviceMemory? Device { get; } = OnDevice ? new(CudaDevice.Open(0)) : null;

    /// <summary>Runs the kernels; skips the test where nothing can.</summary>
    public static ICudaLauncher Current
    {
        get
        {
            (ICudaLauncher? launcher, string reason) = s_launcher.Value;
            if (launcher is null)
                Assert.Skip(reason);
            return launcher;
        }
    }

    private static bool OnDevice => Environment.GetEnvironmentVariable("L2BN_CUDA_TESTS") == "device";

    private static (ICudaLauncher?, string) Create()
    {
        if (Device is not null)
            return (new CudaStream(Device.Device, 0), "");
        return Programs.Exists("g++")
            ? (new EmulatedKernels(), "")
            : (null, "No g++ to compile the CUDA kernels for this processor; install it to run this test.");
    }
}
