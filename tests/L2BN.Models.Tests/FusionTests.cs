using L2BN.Models.Norms;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>Fusion changes speed and nothing else.</summary>
public class FusionTests
{
    private static readonly string[] s_names =
    [
        "resnet8", "resnet8_b", "resnet50_cifar", "vgg16_slim", "mobilenet_v2_cifar", "densenet_bc100", "mlp",
        "asc_resnet", "asc_fcnn", "asc_cnn",
    ];

    private static readonly string[] s_norms = ["bn", "l2bn", "l2bn-unit", "none"];

    public static TheoryData<string, string> Cases => new(from name in s_names from norm in s_norms select (name, norm));

    [Theory, MemberData(nameof(Cases))]
    public void Results_gradients_and_statistics_do_not_depend_on_fusion(string name, string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        (Dictionary<string, Tensor> fused, Dictionary<string, Tensor> plain) =
            (Run(name, norm, fused: true), Run(name, norm, fused: false));
        Assert.Equal(plain.Keys, fused.Keys);
        Assert.All(plain, pair => Assert.True(Tensors.Near(pair.Value, fused[pair.Key], 1e-7), pair.Key));
    }

    [Fact]
    public void Unfused_model_shows_every_norm_to_hooks()
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor> model = Tiny.Model("resnet8", "l2bn");
        var seen = new HashSet<string>();
        foreach ((string name, Module norm) in model.named_modules().Where(pair => pair.module is L2BatchNorm))
            ((L2BatchNorm)norm).register_forward_hook((_, _, output) =>
            {
                seen.Add(name);
                return output;
            });
        ((IFusedModel)model).Fused = false;
        model.call(Tiny.Batch("resnet8", 2).X);
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public void Fused_activation_does_not_write_into_what_others_read()
    {
        using DisposeScope scope = NewDisposeScope();
        var act = new NormAct(new ModelOptions { Fused = true });
        foreach (string norm in NormSpec.Names)
        {
            Tensor x = randn(2, 4, 3, 3);
            Tensor before = x.clone();
            act.Relu(act.Torch, NormSpec.Parse(norm).Create2d(4), x, residual: x);
            act.Relu6(act.Torch, NormSpec.Parse(norm).Create2d(4, affine: false), x);
            Assert.True(Tensors.Same(before, x), norm);
        }
    }

    /// <summary>Output, gradients and state after one training step in double precision, by name.</summary>
    private static Dictionary<string, Tensor> Run(string name, string norm, bool fused)
    {
        using Module<Tensor, Tensor> model = Tiny.Model(name, norm);
        ((IFusedModel)model).Fused = fused;
        model.to(ScalarType.Float64);
        manual_seed(11);
        Tensor y = model.call(Tiny.Batch(name, 4).X.to(ScalarType.Float64));
        y.square().sum().backward();
        var all = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        foreach ((string parameter, TorchSharp.Modules.Parameter value) in model.named_parameters())
            all[$"{parameter}.grad"] = value.grad!.clone();
        all["output"] = y;
        return all;
    }
}
