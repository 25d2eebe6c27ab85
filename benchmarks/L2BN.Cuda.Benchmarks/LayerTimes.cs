using System.Globalization;
using L2BN.Cuda.Driver;
using L2BN.Kernels;

namespace L2BN.Cuda.Benchmarks;

/// <summary>Time of the layer at one shape; bytes are those that must move: 3 times the tensor forward, 5 times backward.</summary>
internal sealed record Measurement(
    int Samples, int Channels, int Height, int Width, string Type, string Layout, string Activation, double ForwardMs, double BackwardMs)
{
    public double TensorBytes => (double)Samples * Channels * Height * Width * (Type == nameof(CudaElement.Float32) ? 4 : 2);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{$"{Samples}x{Channels}x{Height}x{Width}",-18} {Type,-9} {Layout,-14} {Activation,-5} {ForwardMs,10:F4} "
        + $"{3 * TensorBytes / ForwardMs / 1e6,6:F0} {BackwardMs,11:F4} {5 * TensorBytes / BackwardMs / 1e6,6:F0}");
}

/// <summary>Forward and backward in training at the eight shapes of <c>l2bn bench</c> and at 256 MiB.</summary>
internal static class LayerTimes
{
    private static readonly (int Samples, int Channels, int Height, int Width)[] s_shapes =
    [
        (128, 16, 32, 32), (128, 32, 16, 16), (128, 64, 8, 8), (32, 64, 56, 56), (32, 256, 28, 28), (16, 256, 56, 56), (32, 2048, 7, 7),
        (32, 48, 64, 200), (64, 256, 64, 64),
    ];

    // More than any device's L2 cache, so that a call does not find its data there.
    private const long RotatedBytes = 400L << 20;

    public static IEnumerable<Measurement> Measure(DeviceTimer timer)
    {
        foreach ((int samples, int channels, int height, int width) in s_shapes)
        {
            foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
            {
                foreach (CudaElement element in Enum.GetValues<CudaElement>())
                {
                    foreach (Activation activation in (Activation[])[Activation.Identity, Activation.Relu])
                    {
                        var shape = new FeatureShape(samples, channels, height * width, layout);
                        (double forward, double backward) = Measure(timer, shape, element, activation);
                        yield return new(
                            samples,
                            channels,
                            height,
                            width,
                            element.ToString(),
                            layout.ToString(),
                            activation.ToString(),
                            forward,
                            backward);
                    }
                }
            }
        }
    }

    private static (double Forward, double Backward) Measure(
        DeviceTimer timer, FeatureShape shape, CudaElement element, Activation activation)
    {
        var call = new CudaCall(
            shape, new NormOptions { Activation = activation }, true, 0.1, element, CudaElement.Float32);
        long bytes = (long)shape.Length * (element == CudaElement.Float32 ? 4 : 2);
        int sets = (int)Math.Clamp(RotatedBytes / (4 * bytes), 1, 32);
        using DeviceBuffers buffers = new(timer.Memory);
        nint parameters = buffers.Allocate(6L * shape.Channels * sizeof(float), 0);
        nint scratch = buffers.Allocate(Math.Max(call.ForwardScratch(true), call.BackwardScratch(true)) * sizeof(double), 0);
        var data = new CudaArguments[sets];
        for (int set = 0; set < sets; set++)
        {
            data[set].X = buffers.AllocateRandom(shape.Length, element);
            data[set].G = buffers.AllocateRandom(shape.Length, element);
            data[set].Y = buffers.Allocate(bytes, 0);
            data[set].DX = buffers.Allocate(bytes, 0);
            data[set].Saved = buffers.Allocate((long)call.SavedLength * sizeof(double), 0);
            data[set].SmallNorms = buffers.Allocate(sizeof(ulong), 0);
            nint vector = shape.Channels * sizeof(float);
            (data[set].RunningMean, data[set].RunningVariance) = (parameters, parameters + vector);
            (data[set].WeightGradient, data[set].BiasGradient) = (parameters + (2 * vector), parameters + (3 * vector));
        }

        double forward = timer.Milliseconds(sets, (stream, set) => CudaKernels.Forward(stream, call, Forward(data[set]), scratch));
        double backward = timer.Milliseconds(sets, (stream, set) => CudaKernels.Backward(stream, call, Backward(data[set]), scratch));
        return (forward, backward);
    }

    private static CudaArguments Forward(CudaArguments all)
    {
        (all.G, all.DX, all.WeightGradient, all.BiasGradient) = (0, 0, 0, 0);
        return all;
    }

    private static CudaArguments Backward(CudaArguments all)
    {
        (all.Y, all.RunningMean, all.RunningVariance) = (0, 0, 0);
        return all;
    }
}
