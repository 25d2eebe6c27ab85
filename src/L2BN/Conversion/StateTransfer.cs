using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>The five tensors of a norm while they move from one module to another.</summary>
internal sealed record NormTensors(Parameter? Weight, Parameter? Bias, Tensor? Mean, Tensor? Variance, Tensor? Counter);

/// <summary>Moves parameters and buffers, the objects themselves, from a norm to its replacement.</summary>
internal static class StateTransfer
{
    internal static void Move(BatchNorm from, L2BatchNorm to)
    {
        NormTensors state = TorchInternals.TakeState(from);
        (to.weight, to.bias, to.running_mean, to.running_var) = (state.Weight, state.Bias, state.Mean, state.Variance);
        to.num_batches_tracked = ToInt64(state.Counter);
        MoveRest(from, to);
    }

    internal static void Move(L2BatchNorm from, BatchNorm to)
    {
        NormTensors state = from.TakeState();
        if (state.Weight is not null)
            to.weight = state.Weight;
        if (state.Bias is not null)
            to.bias = state.Bias;
        if (state.Mean is not null)
            to.running_mean = state.Mean;
        if (state.Variance is not null)
            to.running_var = state.Variance;
        if (state.Counter is not null)
            to.num_batches_tracked = state.Counter;
        MoveRest(from, to);
    }

    // A BatchNorm that was created with an explicit dtype counts in that type.
    private static Tensor? ToInt64(Tensor? counter) =>
        counter is null || counter.dtype == ScalarType.Int64 ? counter : counter.to(ScalarType.Int64, disposeAfter: true);

    private static void MoveRest(nn.Module<Tensor, Tensor> from, nn.Module<Tensor, Tensor> to)
    {
        TorchInternals.ShareHooks(from, to);
        TorchInternals.CopyDevice(from, to);
        to.train(from.training);
    }
}
