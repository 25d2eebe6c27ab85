using System.Runtime.InteropServices;
using L2BN.Data.Batches;
using static TorchSharp.torch;

namespace L2BN.Training.Batches;

/// <summary>A batch on the model's device: inputs N×C×H×W float32, labels N int64.</summary>
public sealed class TensorBatch : IDisposable
{
    /// <summary>Copies <paramref name="batch"/> to <paramref name="device"/>.</summary>
    public TensorBatch(Batch batch, Device device)
    {
        Count = batch.Count;
        Inputs = Copy(
            batch.Inputs,
            batch.Count * batch.Shape.Size,
            [batch.Count, batch.Shape.Channels, batch.Shape.Height, batch.Shape.Width],
            float32,
            device);
        Labels = Copy(batch.Labels, batch.Count, [batch.Count], int64, device);
        if (batch.Targets is { } targets)
            Targets = Copy(targets, targets.Length, [batch.Count, targets.Length / batch.Count], float32, device);
    }

    /// <summary>Samples in the batch.</summary>
    public int Count { get; }

    /// <summary>Normalized samples, N×C×H×W.</summary>
    public Tensor Inputs { get; }

    /// <summary>Class indices, N.</summary>
    public Tensor Labels { get; }

    /// <summary>Class probabilities, N×K; null unless samples are mixed.</summary>
    public Tensor? Targets { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Targets?.Dispose();
        Inputs.Dispose();
        Labels.Dispose();
    }

    // The arrays return to a pool before the backward pass, so the tensor owns a copy.
    private static Tensor Copy<T>(T[] values, int count, long[] shape, ScalarType dtype, Device device)
        where T : unmanaged
    {
        Tensor host = empty(shape, dtype);
        MemoryMarshal.AsBytes(values.AsSpan(0, count)).CopyTo(host.bytes);
        if (device.type == TorchSharp.DeviceType.CPU)
            return host;
        using (host)
            return host.to(device);
    }
}
