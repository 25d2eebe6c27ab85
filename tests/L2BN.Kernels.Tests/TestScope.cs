using L2BN.TestSupport;

namespace L2BN.Kernels.Tests;

/// <summary>How much of the shared oracle tests is run here: more where <c>L2BN_CASES</c> is set.</summary>
internal static class TestScope
{
    /// <summary>Beyond <see cref="AllLengthsTo"/>, every so many lengths are tested.</summary>
    public static int Step => Campaign.Cases(usual: 0) == 0 ? 5 : 1;

    public static int AllLengthsTo => 40;

    public static int RandomShapes => 200;

    public static int ManyChannels => 700;

    /// <summary>Whether the kernels have this type of elements.</summary>
    public static bool Supports<T>() => typeof(T) != typeof(Half);
}
