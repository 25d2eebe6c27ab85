namespace L2BN.Lab.Tests.Compare;

/// <summary>Nothing that libtorch still reads is collected (docs/decisions/0006).</summary>
public sealed class CollectionTests : TemporaryFolder
{
    // Before numbers were owned, half of such runs failed. ScalarTests find each single call; this is to find what they do not look for.
    [Fact]
    public void A_comparison_survives_collections_at_any_moment()
    {
        LabResult result = LabProcess.RunWithHook(
            "compare", "--epochs", "2", "--seeds", "1", "--train-size", "300", "--shifts", "none", "--threads", "1", "--json", "--out",
            Path.Combine(Folder, "out"));
        Assert.True(result.Code == 0, result.Errors);
    }
}
