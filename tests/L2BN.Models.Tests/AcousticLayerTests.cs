using CsCheck;
using L2BN.Models.Audio;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>Keras' "same" padding and average pool, against their definitions written as loops.</summary>
public class AcousticLayerTests
{
    private static readonly Gen<(int, int, int)> s_sizes = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 6], Gen.Int[1, 11]);

    [Fact]
    public void Convolution_pads_an_even_length_at_the_end_only() => s_sizes.Sample((channels, bands, frames) =>
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(1, channels, bands, frames);
        var conv = new SameConv(channels, 1, 2);
        Tensor weight = conv.state_dict()["conv.weight"];
        Same(Windows(x, (value, c, k, l) => value * weight[0, c, k, l].item<float>(), average: false), conv.call(x)[0, 0]);
    }, iter: 60, threads: 1);

    [Fact]
    public void Stride_one_keeps_the_size()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, 3, 5, 8);
        var conv = new SameConv(3, 4, 1);
        Assert.True(Tensors.Near(functional.conv2d(x, conv.state_dict()["conv.weight"], padding: [1, 1]), conv.call(x), 1e-6));
    }

    [Fact]
    public void Shortcut_averages_existing_cells_and_appends_zero_channels() => s_sizes.Sample((channels, bands, frames) =>
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, channels, bands, frames);
        Tensor y = new BandShortcut(channels).call(x);
        Assert.Equal([2, 2 * channels, bands, (frames + 1) / 2], y.shape);
        Assert.Equal(0, y.narrow(1, channels, channels).abs().sum().item<float>());
        for (int c = 0; c < channels; c++)
            Same(Windows(x.narrow(1, c, 1).narrow(0, 1, 1), (value, _, _, _) => value, average: true), y[1, c]);
    }, iter: 60, threads: 1);

    /// <summary>Over 3×3 windows of stride 1 and 2; padding along time is max((⌈T/2⌉ − 1)·2 + 3 − T, 0), the smaller half first.</summary>
    private static float[,] Windows(Tensor x, Func<float, int, int, int, float> term, bool average)
    {
        int channels = (int)x.shape[1], bands = (int)x.shape[2], frames = (int)x.shape[3], steps = (frames + 1) / 2;
        int before = Math.Max((steps - 1) * 2 + 3 - frames, 0) / 2;
        float[,] result = new float[bands, steps];
        for (int i = 0; i < bands; i++)
            for (int j = 0; j < steps; j++)
            {
                int cells = 0;
                for (int c = 0; c < channels; c++)
                    for (int k = 0; k < 3; k++)
                        for (int l = 0; l < 3; l++)
                        {
                            int row = i - 1 + k, column = 2 * j - before + l;
                            if (row < 0 || row >= bands || column < 0 || column >= frames)
                                continue;
                            result[i, j] += term(x[0, c, row, column].item<float>(), c, k, l);
                            cells++;
                        }
                if (average)
                    result[i, j] /= cells;
            }
        return result;
    }

    private static void Same(float[,] expected, Tensor actual) => Assert.True(Tensors.Near(tensor(expected), actual, 1e-5));
}
