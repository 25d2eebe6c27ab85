using L2BN.Models.Audio;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

public class AcousticModelTests
{
    [Theory]
    [InlineData("asc_resnet", 423)]
    [InlineData("asc_resnet", 50)]
    [InlineData("asc_fcnn", 423)]
    [InlineData("asc_cnn", 423)]
    [InlineData("asc_cnn", 7)]
    public void Any_length_gives_one_score_per_class(string name, int frames)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        nn.Module<Tensor, Tensor> model =
            ModelCatalog.Create(name, new ModelOptions { Classes = 10, SampleInput = (3, 32, 400), Width = 0.25 });
        model.eval();
        Assert.Equal([2, 10], model.call(randn(2, 3, 32, frames)).shape);
    }

    [Theory]
    [InlineData("asc_resnet", 36)]
    [InlineData("asc_fcnn", 10)]
    public void All_norms_but_the_last_are_the_wanted_one(string name, int wanted)
    {
        using nn.Module<Tensor, Tensor> model = Tiny.Model(name, "l2bn");
        Assert.Equal(wanted, model.modules().OfType<L2BatchNorm2d>().Count());
        IEnumerable<string> plain = model.named_modules().Where(pair => pair.module is BatchNorm).Select(pair => pair.name);
        Assert.Equal(ModelCatalog.Find(name).FixedNorms, plain);
    }

    [Theory, InlineData("asc_resnet"), InlineData("asc_fcnn")]
    public void Defaults_are_those_of_Keras_unless_given(string name)
    {
        using nn.Module<Tensor, Tensor> model = Tiny.Model(name, "l2bn(momentum=0.2)");
        Assert.All(model.modules().OfType<L2BatchNorm2d>(), norm => Assert.Equal((1e-3, 0.2), (norm.eps, norm.momentum)));
    }

    [Fact]
    public void Lower_bands_reach_only_the_lower_path()
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> model = Tiny.Model("asc_resnet");
        var maps = new Dictionary<string, Tensor>();
        foreach ((string name, nn.Module path) in model.named_children().Where(child => child.module is BandPath))
            ((BandPath)path).register_forward_hook((_, _, output) => maps[name] = output.alias().DetachFromDisposeScope());
        Tensor x = randn(2, 2, 16, 18).requires_grad_();
        model.call(x);
        maps["low"].sum().backward(retain_graph: true);
        Assert.True(x.grad!.narrow(2, 0, 8).abs().sum().item<float>() > 0);
        Assert.Equal(0, x.grad!.narrow(2, 8, 8).abs().sum().item<float>());
        Assert.Equal([2, 8 * 8, 8, 2], maps["high"].shape);
    }

    [Fact]
    public void A_single_band_is_refused()
    {
        var options = new ModelOptions { SampleInput = (3, 1, 400) };
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Create("asc_resnet", options));
        Assert.Contains(
            "Expected at least 2 mel bands for asc_resnet, which splits them in two, got 1",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Attention_scales_each_channel_by_a_factor_below_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(2, 4, 3, 5) + 0.5;
        Tensor factor = new ChannelAttention(4, 2).call(x) / x;
        Assert.True(factor.amax([2, 3]).allclose(factor.amin([2, 3])));
        Assert.True((factor > 0).logical_and(factor < 1).all().item<bool>());
    }
}
