using System.Text.Json.Serialization;

namespace L2BN;

/// <summary>Whether TorchSharp's native library can be loaded on this system.</summary>
public enum TorchRuntimeState
{
    /// <summary>It loads as it was shipped.</summary>
    Ready,

    /// <summary>The file beside the program has been patched when the program was built, and loads.</summary>
    [JsonStringEnumMemberName("Mended")] // The names in the output of `l2bn doctor --json` stay as they are.
    Patched,

    /// <summary>It asks for a newer libstdc++ than this system has; a patched copy is loaded instead, when it is first needed.</summary>
    [JsonStringEnumMemberName("NeedsMending")]
    NeedsPatch,

    /// <summary>It asks for a newer libstdc++ than this system has, and patching would not help.</summary>
    [JsonStringEnumMemberName("CannotBeMended")]
    CannotBePatched,

    /// <summary>TorchSharp's native library or libtorch is not beside the program.</summary>
    NotFound,

    /// <summary>This system is not Linux: there is nothing to patch, and nothing was looked at.</summary>
    NotExamined,
}

/// <summary>What <see cref="TorchRuntime.Inspect"/> found. Nothing was loaded to find it.</summary>
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

    /// <summary>The newest version that the C++ standard library offers, such as GLIBCXX_3.4.30, or null where it is not known.</summary>
    public string? StandardLibraryVersion { get; init; }

    /// <summary>The newest version that TorchSharp's native library asks for, such as GLIBCXX_3.4.32. Null where it is not known.</summary>
    public string? RequiredVersion { get; init; }

    /// <summary>Where the patched copy in the user's cache folder is or will be. Null where none is needed or possible.</summary>
    [JsonPropertyName("mended_copy")]
    public string? PatchedCopy { get; init; }
}
