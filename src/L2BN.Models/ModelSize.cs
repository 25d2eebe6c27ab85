using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>How large a model is.</summary>
/// <param name="Parameters">Trainable values.</param>
/// <param name="MultiplyAdds">Multiply-adds of convolutions and linear layers for one sample, forward.</param>
public sealed record ModelSize(long Parameters, long MultiplyAdds)
{
    /// <summary>Counts by running the model once on one sample of zeros, in evaluation mode; its mode is restored.</summary>
    /// <param name="model">A model whose convolutions and linear layers are called as modules.</param>
    /// <param name="input">Shape of one sample.</param>
    public static ModelSize Compute(Module<Tensor, Tensor> model, SampleShape input)
    {
        ArgumentNullException.ThrowIfNull(model);
        long parameters = model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());
        return new ModelSize(parameters, CountMultiplyAdds(model, input));
    }

    private static long CountMultiplyAdds(Module<Tensor, Tensor> model, SampleShape input)
    {
        long total = 0;
        var hooks = model.modules().OfType<Module<Tensor, Tensor>>().Where(module => Weight(module) is not null)
            .Select(module => module.register_forward_hook((layer, _, output) => Count(layer, output, ref total))).ToList();
        bool training = model.training;
        model.eval();
        try
        {
            RunOnce(model, input);
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
            model.train(training);
        }
        return total;
    }

    private static void RunOnce(Module<Tensor, Tensor> model, SampleShape input)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Device? device = model.parameters().FirstOrDefault()?.device;
        model.call(zeros([1, input.Channels, input.Height, input.Width], device: device));
    }

    // Every output value is a dot product with one row of the weight: (in/groups)·kh·kw of a convolution, in of a linear layer.
    private static Tensor Count(Module<Tensor, Tensor> layer, Tensor output, ref long total)
    {
        Parameter weight = Weight(layer)!;
        total += output.numel() * (weight.numel() / weight.shape[0]);
        return output;
    }

    private static Parameter? Weight(Module module) => module switch
    {
        Convolution conv => conv.weight,
        Linear linear => linear.weight,
        _ => null,
    };
}
