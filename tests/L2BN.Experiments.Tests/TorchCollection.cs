namespace L2BN.Experiments.Tests;

/// <summary>Tests that take turns: torch's random generator belongs to the process, and a test that draws would change another one's
/// weights.</summary>
internal static class TorchCollection
{
    public const string Name = "torch";
}
