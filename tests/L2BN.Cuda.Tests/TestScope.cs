using L2BN.TestSupport;

namespace L2BN.Cuda.Tests;

/// <summary>How much of the shared oracle tests is run here: all on a device, and where <c>L2BN_CASES</c> is set; a part otherwise, for a
/// block on this processor takes as long as a network's layer on a device.</summary>
internal static class TestScope
{
    /// <summary>Beyond <see cref="AllLengthsTo"/>, every so many lengths are tested.</summary>
    public static int Step => TestsAll ? 1 : 29;

    public static int AllLengthsTo => TestsAll ? 256 : 9;

    public static int RandomShapes => TestsAll ? 200 : 16;

    public static int ManyChannels => TestsAll ? 700 : 50;

    private static bool TestsAll => KernelRuntime.Device is not null || Campaign.Cases(usual: 0) > 0;

    /// <summary>Whether the kernels have this type of elements. Skips the test where nothing can run them.</summary>
    public static bool Supports<T>()
    {
        _ = KernelRuntime.Current;
        return typeof(T) == typeof(float) || typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);
    }
}
