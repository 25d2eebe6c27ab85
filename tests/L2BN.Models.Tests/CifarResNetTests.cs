using L2BN.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

public class CifarResNetTests
{
    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 32, 32)]
    [InlineData(3, 17, 9)]
    [InlineData(2, 1, 1)]
    public void Any_input_size_gives_one_score_per_class(int channels, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> model =
            ModelCatalog.Create("resnet8", new ModelOptions { Classes = 7, SampleInput = (channels, height, width) });
        model.eval();
        Assert.Equal([4, 7], model.call(randn(4, channels, height, width)).shape);
    }

    [Fact]
    public void Option_a_takes_every_second_pixel_and_pads_channels_on_both_sides()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(2 * 2 * 3 * 5, ScalarType.Float32).view(2, 2, 3, 5);
        Tensor y = new PadShortcut(2, 4, 2).call(x);
        Assert.Equal([2, 4, 2, 3], y.shape);
        Assert.True(Tensors.Same(x.index_select(2, tensor([0L, 2L])).index_select(3, tensor([0L, 2L, 4L])), y.slice(1, 1, 3, 1)));
        Assert.Equal(0, y.select(1, 0).abs().sum().item<float>() + y.select(1, 3).abs().sum().item<float>());
    }
}
