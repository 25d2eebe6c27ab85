using CsCheck;
using L2BN.Kernels;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>The norms that a spec creates compute what their definitions say.</summary>
public class NormTests
{
    [Fact]
    public void Options_reach_the_layers()
    {
        BatchNorm bn = Assert.IsType<BatchNorm>(exactMatch: false, @object: NormSpec.Parse("bn(eps=0.25,momentum=0.5)").Create2d(3));
        Assert.Equal((0.25, 0.5), (bn.eps, bn.momentum));
        L2BatchNorm1d l2 =
            Assert.IsType<L2BatchNorm1d>(NormSpec.Parse("l2bn-unit(eps=0.25,momentum=0.5,norm_eps=0.125)").Create1d(3, affine: false));
        Assert.Equal((0.25, 0.5, 0.125, FeatureScale.Unit, false), (l2.eps, l2.momentum, l2.norm_eps, l2.scale, l2.affine));
        Assert.Equal(FeatureScale.RootDimension, Assert.IsType<L2BatchNorm2d>(NormSpec.Parse("l2bn").Create2d(3)).scale);
        Assert.Equal(1e-5, Assert.IsType<BatchNorm>(exactMatch: false, @object: new NormSpec().Create1d(3)).eps);
    }

    [Fact]
    public void An_option_of_another_norm_is_refused() => Assert.Equal(
        "Norm 'ln' has no option 'momentum'. Its options: eps.",
        Assert.Throws<ArgumentException>(() => new NormSpec { Name = "ln", Momentum = 0.1 }.Create2d(4)).Message);

    [Theory]
    [InlineData("ln", 1)]
    [InlineData("gn", 4)]
    [InlineData("gn(groups=6)", 6)]
    [InlineData("gn(groups=5)", 1)]
    public void Group_norm_uses_the_greatest_common_divisor(string norm, int groups)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = 3 * randn(2, 12, 4, 5) + 1;
        Tensor flat = x.view(2, groups, -1);
        Tensor expected =
            ((flat - flat.mean([2], keepdim: true)) / (flat.var(2, unbiased: false, keepdim: true) + 1e-5).sqrt()).view(x.shape);
        Assert.True(Tensors.Near(expected, NormSpec.Parse(norm).Create2d(12).call(x), 1e-6));
    }

    [Theory, InlineData("ln"), InlineData("gn"), InlineData("rms")]
    public void Gain_and_shift_act_per_channel(string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, 4, 3, 3);
        (nn.Module<Tensor, Tensor> plain, nn.Module<Tensor, Tensor> scaled) =
            (NormSpec.Parse(norm).Create2d(4, affine: false), NormSpec.Parse(norm).Create2d(4));
        (Tensor gain, Tensor shift) = (randn(4), randn(4));
        scaled.load_state_dict(new() { ["weight"] = gain, ["bias"] = shift });
        Assert.True(Tensors.Near(plain.call(x) * gain.view(1, 4, 1, 1) + shift.view(1, 4, 1, 1), scaled.call(x), 1e-6));
    }

    [Fact]
    public void Rms_gives_every_sample_the_norm_root_d() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Gen.Int[0, 6], Gen.Double[0.1, 1e4])
        .Sample((samples, channels, side, scale) =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = scale * randn(side == 0 ? [samples, channels] : [samples, channels, side, side]);
            nn.Module<Tensor, Tensor> norm =
                side == 0 ? NormSpec.Parse("rms(eps=0)").Create1d(channels) : NormSpec.Parse("rms(eps=0)").Create2d(channels);
            Tensor y = norm.call(x).flatten(1);
            Assert.True(Tensors.Near(ones(samples), y.square().mean([1]), 1e-5));
            Assert.True(Tensors.Near(x.flatten(1) / x.flatten(1).norm(1, keepdim: true), y / y.norm(1, keepdim: true), 1e-5));
        }, iter: 100, threads: 1);

    [Theory, InlineData("ln"), InlineData("gn"), InlineData("rms")]
    public void A_zero_sample_has_finite_output_and_gradient(string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 4, 3, 3).requires_grad_();
        Tensor y = NormSpec.Parse(norm).Create2d(4).call(x);
        y.backward([randn_like(y)]);
        Assert.True(x.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void None_has_no_state_and_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> norm = NormSpec.Parse("none").Create2d(4);
        Tensor x = randn(2, 4, 3, 3);
        Assert.Empty(norm.state_dict());
        Assert.True(Tensors.Same(x, norm.call(x)));
    }
}
