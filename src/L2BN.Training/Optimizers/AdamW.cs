using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2), β = 0.9 and 0.999, ε = 1e-8, as torch.optim.AdamW.</summary>
internal sealed class AdamW(nn.Module model, TrainerOptions options) : Optimizer(model, options)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    protected override void Update(Slot slot, Tensor gradient, double lr)
    {
        Tensor mean = slot.Get("mean", () => zeros_like(slot.Parameter), out _);
        Tensor square = slot.Get("square", () => zeros_like(slot.Parameter), out _);
        slot.Parameter.Times_(1 - lr * slot.Decay);
        mean.Times_(Beta1).Plus_(gradient, 1 - Beta1);
        square.Times_(Beta2).PlusProduct_(gradient, gradient, 1 - Beta2);
        double correction1 = 1 - Math.Pow(Beta1, Steps), correction2 = 1 - Math.Pow(Beta2, Steps);
        Tensor deviation = square.sqrt().DividedBy(Math.Sqrt(correction2)).Plus_(Epsilon);
        slot.Parameter.PlusQuotient_(mean, deviation, -lr / correction1);
    }
}
