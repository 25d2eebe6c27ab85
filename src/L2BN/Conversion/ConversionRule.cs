using static TorchSharp.torch;

namespace L2BN;

/// <summary>What one direction of conversion does to one norm.</summary>
internal abstract class ConversionRule
{
    /// <summary>Whether the module is a norm of the family to be converted, exact type or not.</summary>
    internal abstract bool Concerns(nn.Module norm);

    /// <summary>Why a module of the family can't be converted at all; null if it can.</summary>
    internal abstract string? Refusal(nn.Module norm);

    /// <summary>The type that takes the norm's place.</summary>
    internal abstract Type Target(nn.Module norm);

    /// <summary>Converts without a replacement where that is the only right way; says what was done, or null.</summary>
    internal virtual string? InPlace(nn.Module norm) => null;

    /// <summary>Makes the replacement and moves the state into it.</summary>
    /// <exception cref="ArgumentException">The norm's options are outside the replacement's ranges; the norm is unchanged.</exception>
    internal abstract nn.Module Build(nn.Module norm);

    /// <summary>Converts where a replacement can't be put; says what was done, or null if nothing can be.</summary>
    internal virtual string? Fallback(nn.Module norm) => null;
}
