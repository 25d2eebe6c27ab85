using L2BN.Data;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Finds arms whose networks differ by name only: a comparison of them would find no difference, and mean nothing.</summary>
/// <param name="shape">Shape of the samples that the networks are given.</param>
internal sealed class ArmCheck(SampleShape shape)
{
    private readonly long[] _shape = [shape.Channels, shape.Height, shape.Width];
    private readonly List<(string Norm, float[] Outputs)> _arms = [];

    /// <summary>Compares the network of one more norm with those of the norms before, on a trial batch in evaluation mode.</summary>
    /// <param name="norm">The norm as it was written.</param>
    /// <param name="network">A network with the same initial weights as those before; it does not change.</param>
    /// <exception cref="ArmException">It computes what another norm's network computes, to the last bit, or has norms that were
    /// converted without effect.</exception>
    public void Add(string norm, nn.Module<Tensor, Tensor> network)
    {
        if (NormConversion.FindBypassed(network, _shape) is [string first, ..] bypassed)
        {
            throw new ArmException(
                $"Expected every norm of the arm '{norm}' to take part in the forward pass; got {bypassed.Count} that it bypasses "
                    + $"({first}{(bypassed.Count > 1 ? ", …" : "")}). Use call, not forward, on them in the model, or declare them as "
                    + "Module<Tensor, Tensor>, so that they can be replaced.");
        }

        float[] outputs = TrialPass.Run(network, _shape);
        // A last layer of zeros gives every sample the same outputs, in every arm.
        int half = outputs.Length / 2;
        if (outputs.AsSpan(0, half).SequenceEqual(outputs.AsSpan(half)))
            return;
        if (_arms.FirstOrDefault(arm => arm.Outputs.AsSpan().SequenceEqual(outputs)).Norm is { } same)
        {
            throw new ArmException(
                $"Expected arms that differ; got the same network for '{same}' and '{norm}': their outputs on a trial batch are equal. "
                    + "Make the model depend on the name of the norm that it is given; name one norm twice to compare it with itself.");
        }

        _arms.Add((norm, outputs));
    }
}

/// <summary>The arms of a comparison do not differ, or one is not what its name says; the message says which and what to do.</summary>
/// <param name="message">One line for the user.</param>
public sealed class ArmException(string message) : ArgumentException(message);
