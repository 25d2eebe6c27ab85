using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>
/// A residual branch that starts at zero: convolution (0) → L2BN → SiLU. F.normalize's own gradient there is 1e12 times the incoming one.
/// </summary>
public class ZeroInitializationTests
{
    [Fact]
    public void Network_with_a_zero_initialized_convolution_trains()
    {
        using DisposeScope scope = NewDisposeScope();
        L2BatchNorm2d norm = nn.L2BatchNorm2d(4);
        using var model = new Network(norm);
        double[] losses = Train(model, 60);
        Assert.True(losses[^1] < 0.3 * losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
        Assert.Equal(0, model.BranchWeight.abs().max().item<float>());
        Assert.Equal(8 * 60, norm.small_norm_samples);
    }

    [Fact]
    public void Under_the_gradient_of_normalize_its_weights_explode_in_one_step()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNorm2d norm = nn.BatchNorm2d(4);
        norm.register_forward_pre_hook((_, x) => F.normalize(x.flatten(1)).reshape(x.shape) * Math.Sqrt(4 * 6 * 6));
        using var model = new Network(norm);
        Train(model, 1);
        Assert.True(model.BranchWeight.abs().max().item<float>() > 1e8);
    }

    private static double[] Train(Network model, int steps)
    {
        using SGD optimizer = optim.SGD(model.parameters(), 0.1);
        Tensor labels = tensor([0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L]);
        Tensor x = (Tensors.Random(4, 8, 2, 6, 6) * tensor(new[] { 0.2, 1.0 })[labels].reshape(8, 1, 1, 1)).to(ScalarType.Float32);
        x[.., 0] += labels.reshape(8, 1, 1);
        return [.. Enumerable.Range(0, steps).Select(_ => Step(model, optimizer, x, labels))];
    }

    private static double Step(Network model, optim.Optimizer optimizer, Tensor x, Tensor labels)
    {
        optimizer.zero_grad();
        Tensor loss = F.cross_entropy(model.call(x), labels);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential _stem = nn.Sequential(nn.Conv2d(2, 4, 3, padding: 1), nn.L2BatchNorm2d(4), nn.SiLU());
        private readonly Conv2d _branch = nn.Conv2d(4, 4, 3, padding: 1);
        private readonly nn.Module<Tensor, Tensor> _norm;
        private readonly Linear _head = nn.Linear(4, 2);

        internal Network(nn.Module<Tensor, Tensor> norm) : base(nameof(Network))
        {
            _norm = norm;
            RegisterComponents();
            int seed = 1;
            foreach (Parameter parameter in _stem.parameters().Concat(_head.parameters()).Where(p => p.dim() > 1).ToList())
                using (no_grad())
                    parameter.copy_(Tensors.Random(seed++, parameter.shape) * 0.3);
            foreach (Parameter parameter in _branch.parameters().Append(_head.bias!).ToList())
                using (no_grad())
                    parameter.fill_(0);
        }

        internal Tensor BranchWeight => _branch.weight!;

        public override Tensor forward(Tensor x)
        {
            Tensor h = _stem.call(x);
            Tensor branch = F.silu(_norm.call(_branch.call(h)));
            return _head.call((h + branch).mean([2, 3]));
        }
    }
}
