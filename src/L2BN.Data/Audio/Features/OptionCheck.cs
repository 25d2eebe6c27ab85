namespace L2BN.Data.Audio;

/// <summary>The one form in which options out of range are refused.</summary>
internal static class OptionCheck
{
    internal static void Require(bool condition, string name, string expected, object? came)
    {
        if (!condition) throw new ArgumentException($"{name}: expected {expected}, came {came}.");
    }
}
