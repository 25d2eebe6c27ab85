using System.Text.Json.Serialization;
using L2BN.Native;
using L2BN.Native.Loading;

namespace L2BN;

/// <summary>
/// Makes torch load where TorchSharp's native library needs a newer C++ standard library than the system has (Debian 12, Ubuntu 22.04).
/// Programs need not call this: it happens by itself, when the program is built or when torch is first used.
/// </summary>
public static class TorchRuntime
{
    /// <summary>Examines the native libraries beside the program and the system's libstdc++. Loads and changes nothing.</summary>
    public static TorchRuntimeReport Inspect() => OperatingSystem.IsLinux()
        ? TorchInspection.Run()
        : new() { State = TorchRuntimeState.NotExamined, Explanation = "This system is not Linux: there is nothing to patch." };

    /// <summary>
    /// Loads TorchSharp's native library now, patched if need be, so that a failure is reported with its real cause and not later as
    /// "doesn't contain a reference to libtorch". Does nothing on systems other than Linux, and nothing the second time.
    /// </summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded; the message says why and what helps.</exception>
    public static void EnsureLoadable()
    {
        if (OperatingSystem.IsLinux())
            TorchLibrary.Load();
    }
}

/// <summary>Whether TorchSharp's native library can be loaded on this system.</summary>
public enum TorchRuntimeState
{
    /// <summary>It loads as it was shipped.</summary>
    Ready,

    /// <summary>The file beside the program was patched when the program was built, and loads.</summary>
    [JsonStringEnumMemberName("Mended")] // The names in the output of `l2bn doctor --json` stay as they are.
    Patched,

    /// <summary>It needs a newer libstdc++ than this system has; a patched copy is loaded instead, when it is first needed.</summary>
    [JsonStringEnumMemberName("NeedsMending")]
    NeedsPatch,

    /// <summary>It needs a newer libstdc++ than this system has, and a patch would not help.</summary>
    [JsonStringEnumMemberName("CannotBeMended")]
    CannotBePatched,

    /// <summary>TorchSharp's native library or libtorch is not beside the program.</summary>
    NotFound,

    /// <summary>This system is not Linux: there is nothing to patch, and nothing was examined.</summary>
    NotExamined,
}

/// <summary>The result of <see cref="TorchRuntime.Inspect"/>.</summary>
public sealed record TorchRuntimeReport
{
    /// <summary>The verdict.</summary>
    public required TorchRuntimeState State { get; init; }

    /// <summary>The verdict in words, with the ways out where there is something to do.</summary>
    public required string Explanation { get; init; }

    /// <summary>The path of TorchSharp's native library, or null where it was not found.</summary>
    public string? Library { get; init; }

    /// <summary>The path of libtorch, or null where it was not found.</summary>
    public string? LibTorch { get; init; }

    /// <summary>The path of the C++ standard library that this process uses, or null where it is not known.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary>The newest version that the C++ standard library defines, such as GLIBCXX_3.4.30, or null where it is not known.</summary>
    public string? StandardLibraryVersion { get; init; }

    /// <summary>The newest version that TorchSharp's native library needs, such as GLIBCXX_3.4.32. Null where it is not known.</summary>
    public string? RequiredVersion { get; init; }

    /// <summary>The path of the patched copy in the user's cache folder. Null where none is needed or possible.</summary>
    [JsonPropertyName("mended_copy")]
    public string? PatchedCopy { get; init; }
}
