using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>What a place of a network is called.</summary>
internal static class FeatureTapName
{
    /// <summary><c>stage1.0.bn1 input</c>, or <c>pooled features</c> for what the classifier sees.</summary>
    public static string Of(FeatureTapAnalysis place) => place.Side == "features" ? "pooled features" : $"{place.Layer} {place.Side}";
}
