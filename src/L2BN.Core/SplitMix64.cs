namespace L2BN.Core;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same random numbers on every machine and runtime.</summary>
/// <param name="seed">The initial state; any value.</param>
public struct SplitMix64(ulong seed)
{
    /// <summary>What the state advances by: 2⁶⁴ divided by the golden ratio.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The finalizer: a one-to-one function whose output bits each depend on all input bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_state += Step);

    /// <summary>A whole number from 0 to bound − 1; the bias is below bound/2⁶⁴.</summary>
    /// <param name="bound">At least 1.</param>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
