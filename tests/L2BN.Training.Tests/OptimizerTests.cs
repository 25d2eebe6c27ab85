using L2BN.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

/// <summary>The optimizers against torch's own.</summary>
public class OptimizerTests
{
    private const int Steps = 12;

    [Theory]
    [InlineData(0.0, false, 0.0)]
    [InlineData(0.9, false, 0.01)]
    [InlineData(0.9, true, 0.01)]
    public void Sgd_gives_the_bits_of_torch(double momentum, bool nesterov, double decay)
    {
        var options = new TrainerOptions { Epochs = 1, Momentum = momentum, Nesterov = nesterov, WeightDecay = decay };
        Assert.Equal(
            Train(model => optim.SGD(model.parameters(), 0.1, momentum, weight_decay: decay, nesterov: nesterov)), Train(options));
    }

    [Fact]
    public void AdamW_follows_torch()
    {
        var options = new TrainerOptions { Epochs = 1, Optimizer = OptimizerKind.AdamW, WeightDecay = 0.1 };
        float[] expected = Train(model => optim.AdamW(model.parameters(), 0.1, weight_decay: 0.1)), actual = Train(options);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-5f);
    }

    [Fact]
    public void Norms_and_biases_can_be_spared_from_decay()
    {
        using Linear model = nn.Linear(2, 2);
        using var sgd = Optimizer.Create(
            model,
            new TrainerOptions
            {
                Epochs = 1,
                WeightDecay = 0.5,
                DecayNormAndBias = false,
                Momentum = 0,
            });
        using (no_grad())
        {
            model.weight.fill_(1);
            model.bias!.fill_(1);
        }

        (model.call(zeros(1, 2)).sum() * 0).backward();
        sgd.Step(1);
        Assert.Equal((0.5f, 1f), (model.weight[0, 0].item<float>(), model.bias[0].item<float>()));
    }

    private static float[] Train(TrainerOptions options) => Train((nn.Module model) =>
    {
        var optimizer = Optimizer.Create(model, options);
        return (optimizer, () => optimizer.ZeroGradients(), () => optimizer.Step(0.1));
    });

    private static float[] Train(Func<nn.Module, optim.Optimizer> create) => Train((nn.Module model) =>
    {
        optim.Optimizer optimizer = create(model);
        return (optimizer, () => optimizer.zero_grad(), () => optimizer.step());
    });

    private static float[] Train(Func<nn.Module, (IDisposable Owner, Action Zero, Action Step)> create)
    {
        random.manual_seed(5);
        using Sequential model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2));
        using Tensor x = randn(16, 4), y = randn(16, 2);
        (IDisposable owner, Action zero, Action step) = create(model);
        for (int i = 0; i < Steps; i++)
        {
            zero();
            using DisposeScope scope = NewDisposeScope();
            nn.functional.mse_loss(model.call(x), y).backward();
            step();
        }

        owner.Dispose();
        return [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
    }
}
