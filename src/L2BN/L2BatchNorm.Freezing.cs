using TorchSharp.Modules;

namespace L2BN;

/// <content>Freezing, for fine-tuning: unlike <c>eval()</c> it survives the next <c>train()</c> of the model.</content>
public abstract partial class L2BatchNorm
{
    /// <summary>Whether the running statistics are used, and left alone, in training too.</summary>
    public bool frozen { get; private set; }

    /// <summary>From now on normalises by the running statistics, in training too, and leaves them and their counter alone.</summary>
    /// <param name="parameters">Stop the gradients of weight and bias as well; default true.</param>
    /// <exception cref="InvalidOperationException">The layer has no running statistics.</exception>
    public void Freeze(bool parameters = true)
    {
        if (!HasStatistics)
            throw new InvalidOperationException($"{name} has no running statistics to freeze. Make it with track_running_stats: true.");
        frozen = true;
        if (parameters) RequireGradients(false);
    }

    /// <summary>Takes <see cref="Freeze"/> back: batch statistics in training, gradients for weight and bias.</summary>
    public void Unfreeze()
    {
        frozen = false;
        RequireGradients(true);
    }

    private void RequireGradients(bool value)
    {
        foreach (Parameter parameter in parameters(recurse: false)) parameter.requires_grad = value;
    }
}
