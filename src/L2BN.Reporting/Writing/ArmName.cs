namespace L2BN.Reporting;

/// <summary>Arms keep the name the user typed in tables; in sentences the layers get their proper names.</summary>
internal static class ArmName
{
    /// <summary><c>bn</c> → BN, <c>l2bn-unit</c> → L2BN-unit, <c>bn#2</c> → BN #2, <c>l2bn(eps=1e-3)</c> → L2BN (eps=1e-3).</summary>
    public static string InSentence(string arm)
    {
        int length = arm.StartsWith("l2bn", StringComparison.Ordinal) ? 4 : arm.StartsWith("bn", StringComparison.Ordinal) ? 2 : 0;
        string rest = arm[length..];
        bool known = length > 0 && (rest.Length == 0 || !char.IsAsciiLetterOrDigit(rest[0]));
        if (!known) return arm;
        string space = rest.StartsWith('(') || rest.StartsWith('#') ? " " : "";
        return arm[..length].ToUpperInvariant() + space + rest;
    }
}
