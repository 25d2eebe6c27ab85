using L2BN.Data.Batches;
using L2BN.Scalars;
using L2BN.Training.Batches;
using L2BN.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>The gradients of one step: forward and backward over its batches, and the limit on their length.</summary>
internal sealed class TrainingStep(nn.Module<Tensor, Tensor> model, TrainerOptions options, Device device, long step)
{
    /// <summary>Leaves the mean gradient over <paramref name="batches"/> in the parameters.</summary>
    /// <exception cref="DivergedException">A loss is not finite.</exception>
    public StepResult Gradients(Batch[] batches, Optimizer optimizer)
    {
        optimizer.ZeroGradients();
        (int samples, double loss, long correct) = (0, 0, 0);
        foreach (Batch batch in batches)
        {
            using (batch)
            {
                StepResult result = Gradients(batch, 1.0 / batches.Length);
                (samples, loss, correct) = (samples + result.Samples, loss + (result.Loss * result.Samples), correct + result.Correct);
            }
        }

        if (options.ClipGradient > 0)
            nn.utils.clip_grad_norm_(optimizer.Parameters, options.ClipGradient);
        return new StepResult(samples, loss / samples, correct, 0);
    }

    private StepResult Gradients(Batch batch, double share)
    {
        using DisposeScope scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, device);
        Tensor logits = model.call(tensors.Inputs);
        Tensor loss = nn.functional.cross_entropy(logits, tensors.Targets ?? tensors.Labels, label_smoothing: options.LabelSmoothing);
        double value = loss.Value();
        if (!double.IsFinite(value))
            throw Divergence.At(model, tensors.Inputs, step, value);
        (share == 1 ? loss : loss.Times(share)).backward();
        long correct = logits.argmax(1).eq(tensors.Labels).sum().item<long>();
        return new StepResult(batch.Count, value, correct, 0);
    }
}
