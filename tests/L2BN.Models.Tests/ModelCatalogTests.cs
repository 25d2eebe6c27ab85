namespace L2BN.Models.Tests;

public class ModelCatalogTests
{
    [Fact]
    public void Names_are_unique() => Assert.Distinct(ModelCatalog.Entries.Select(entry => entry.Name));

    [Fact]
    public void Unknown_name_offers_the_nearest_and_the_list()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Create("resnet2O", new ModelOptions()));
        const string start = "Unknown model 'resnet2O'. Did you mean 'resnet20'? Models: resnet8, resnet20,";
        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_gets_no_suggestion()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Find("q"));
        Assert.DoesNotContain("Did you mean", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Contains("got 0", Refused(new ModelOptions { Classes = 0 }), StringComparison.Ordinal);
        Assert.Contains("got 0×32×32", Refused(new ModelOptions { SampleInput = (0, 32, 32) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_need_no_network()
    {
        var info = new ModelInfo("resnet20", new ModelOptions(), "", "", _ => throw new InvalidOperationException("A network was built."));
        Assert.Equal((269_722, 40_551_040), (info.Parameters, info.MultiplyAdds));
    }

    private static string Refused(ModelOptions options) =>
        Assert.Throws<ArgumentException>(() => ModelCatalog.Create("resnet8", options)).Message;
}
