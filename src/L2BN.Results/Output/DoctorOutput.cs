using System.ComponentModel.DataAnnotations;

namespace L2BN.Results.Output;

/// <summary>What <c>l2bn doctor --json</c> prints.</summary>
public sealed record DoctorOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Whether every finding is in order.</summary>
    public required bool Ok { get; init; }

    /// <summary>The machine.</summary>
    public required EnvironmentRecord Machine { get; init; }

    /// <summary>The native libraries of torch.</summary>
    public required TorchLibraries Torch { get; init; }

    /// <summary>What was examined, in order.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}

/// <summary>The native libraries of torch, as they were found before anything was loaded.</summary>
public sealed record TorchLibraries
{
    /// <summary>Whether they can be loaded on this system.</summary>
    [AllowedValues("Ready", "Mended", "NeedsMending", "CannotBeMended", "NotFound", "NotExamined")]
    public required string State { get; init; }

    /// <summary>The state in words, with the ways out where there is something to do.</summary>
    public required string Explanation { get; init; }

    /// <summary>Path of TorchSharp's native library; null where it was not found.</summary>
    public string? Library { get; init; }

    /// <summary>Path of libtorch; null where it was not found.</summary>
    public string? LibTorch { get; init; }

    /// <summary>Path of the C++ standard library; null where it is not known.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary>The newest version that the C++ standard library offers; null where it is not known.</summary>
    public string? StandardLibraryVersion { get; init; }

    /// <summary>The newest version that TorchSharp's native library needs; null where it is not known.</summary>
    public string? RequiredVersion { get; init; }

    /// <summary>Path of the patched copy; null where none is needed or possible.</summary>
    public string? MendedCopy { get; init; }
}

/// <summary>One thing that was examined.</summary>
public sealed record Finding
{
    /// <summary>What was examined.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is in order.</summary>
    public required bool Ok { get; init; }

    /// <summary>What was found, and what to do where it is not in order.</summary>
    public required string Text { get; init; }
}
