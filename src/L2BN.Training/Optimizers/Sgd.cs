using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum, plain or Nesterov's, as torch.optim.SGD computes it: v ← μ·v + g, the first v being g.</summary>
internal sealed class Sgd(nn.Module model, TrainerOptions options) : Optimizer(model, options)
{
    protected override void Update(Slot slot, Tensor gradient, double lr)
    {
        Tensor g = slot.Decay != 0 ? gradient.Plus(slot.Parameter, slot.Decay) : gradient;
        if (Options.Momentum != 0)
        {
            Tensor velocity = slot.Get("momentum", () => g.clone(), out bool isNew);
            if (!isNew) velocity.Times_(Options.Momentum).Plus_(g);
            g = Options.Nesterov ? g.Plus(velocity, Options.Momentum) : velocity;
        }

        slot.Parameter.Plus_(g, -lr);
    }
}
