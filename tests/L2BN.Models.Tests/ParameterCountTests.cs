using System.Globalization;
using L2BN.Models.Images;
using L2BN.Scalars;
using TorchSharp;

namespace L2BN.Models.Tests;

/// <summary>Trainable values, as published with the models or counted from their descriptions.</summary>
public class ParameterCountTests
{
    [Theory]
    [InlineData("resnet20", 10, 269_722)]
    [InlineData("resnet20", 100, 275_572)]
    [InlineData("resnet32", 10, 464_154)]
    [InlineData("resnet32", 100, 470_004)]
    [InlineData("resnet44", 10, 658_586)]
    [InlineData("resnet44", 100, 664_436)]
    [InlineData("resnet56", 10, 853_018)]
    [InlineData("resnet56", 100, 858_868)]
    [InlineData("resnet110", 10, 1_727_962)]
    [InlineData("resnet110", 100, 1_733_812)]
    [InlineData("resnet20_b", 10, 272_474)]
    [InlineData("resnet20_b", 100, 278_324)]
    [InlineData("resnet32_b", 10, 466_906)]
    [InlineData("resnet44_b", 10, 661_338)]
    [InlineData("resnet56_b", 100, 861_620)]
    [InlineData("resnet110_b", 10, 1_730_714)]
    [InlineData("resnet110_b", 100, 1_736_564)]
    [InlineData("resnet18_cifar", 100, 11_220_132)]
    [InlineData("resnet34_cifar", 100, 21_328_292)]
    [InlineData("resnet50_cifar", 100, 23_705_252)]
    [InlineData("resnet18_imagenet", 1000, 11_689_512)]
    [InlineData("resnet34_imagenet", 1000, 21_797_672)]
    [InlineData("resnet50_imagenet", 1000, 25_557_032)]
    [InlineData("mobilenet_v2_imagenet", 1000, 3_504_872)]
    [InlineData("mobilenet_v2_cifar", 10, 2_236_682)]
    [InlineData("vgg16", 100, 34_015_396)]
    [InlineData("vgg16_slim", 10, 15_253_578)]
    [InlineData("densenet_bc100", 10, 769_162)]
    [InlineData("asc_resnet", 10, 12_966_444)]
    [InlineData("asc_fcnn", 10, 11_780_329)]
    public void Trainable_parameters(string name, int classes, long expected)
    {
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = ModelCatalog.Create(name, new ModelOptions { Classes = classes });
        Assert.Equal(expected, model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData("asc_resnet", 37, 14_048)]
    [InlineData("asc_fcnn", 11, 6_382)]
    public void Norms_and_their_statistics(string name, int norms, long values)
    {
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = ModelCatalog.Create(name, new ModelOptions());
        var statistics = model.state_dict().Where(pair => pair.Key.Contains(".running_", StringComparison.Ordinal)).ToList();
        Assert.Equal(2 * norms, statistics.Count);
        Assert.Equal(values, statistics.Sum(pair => pair.Value.numel()));
    }

    [Theory]
    [InlineData("resnet18", 32, 32, "resnet18_cifar")]
    [InlineData("resnet18", 64, 300, "resnet18_cifar")]
    [InlineData("resnet18", 65, 65, "resnet18_imagenet")]
    [InlineData("mobilenet_v2", 28, 28, "mobilenet_v2_cifar")]
    [InlineData("mobilenet_v2", 224, 224, "mobilenet_v2_imagenet")]
    public void Input_chooses_the_form(string name, int height, int width, string form)
    {
        var options = new ModelOptions { SampleInput = (3, height, width) };
        using torch.nn.Module<torch.Tensor, torch.Tensor> chosen = ModelCatalog.Create(name, options);
        using torch.nn.Module<torch.Tensor, torch.Tensor> expected = ModelCatalog.Create(form, options);
        Assert.Equal(ModelSize.Compute(expected, options.SampleInput), ModelSize.Compute(chosen, options.SampleInput));
    }

    public static TheoryData<string> Models => [.. ModelCatalog.Entries.Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Models))]
    public void Sizes_of_the_catalog_are_counted_on_the_models(string name)
    {
        ModelInfo info = ModelCatalog.Find(name);
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = ModelCatalog.Create(name, info.Reference);
        var counted = ModelSize.Compute(model, info.SampleInput);
        string row = string.Create(CultureInfo.InvariantCulture, $"[\"{name}\"] = new({counted.Parameters}, {counted.MultiplyAdds}),");
        Assert.True(CatalogSizes.TryFind(name) == counted, $"CatalogSizes needs the row {row}");
    }

    /// <summary>Published: 1.81, 4.09 and 0.30 G multiply-adds for ResNet-18, ResNet-50 and MobileNetV2; 40.55 M for ResNet-20.</summary>
    [Theory]
    [InlineData("resnet20", 40_551_040)]
    [InlineData("resnet18", 1_814_073_344)]
    [InlineData("resnet50", 4_089_184_256)]
    [InlineData("mobilenet_v2", 300_774_272)]
    public void Multiply_adds(string name, long expected) => Assert.Equal(expected, ModelCatalog.Find(name).MultiplyAdds);
}
