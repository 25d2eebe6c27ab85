using L2BN.Kernels;

namespace L2BN.Benchmarks;

/// <summary>The kernels without tensors and autograd, in every format: time, and bytes of state moved per second against a triad on the
/// same memory.</summary>
internal static class KernelTable
{
    public static void Print(int rounds, WorkerPool pool)
    {
        Console.WriteLine(
            $"{pool.GetType().Name}, {pool.Threads} threads; forward moves x twice and y once, backward x and g twice and dx once");
        foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
        {
            Print<float>(layout, rounds, pool);
            Print<BFloat16>(layout, rounds, pool);
        }
    }

    private static void Print<T>(FeatureLayout layout, int rounds, WorkerPool pool)
        where T : unmanaged
    {
        Console.WriteLine(
            $"\n{typeof(T).Name + " " + layout,-23}{"MB",6}{"fwd ms",9}{"GB/s",7}{"bwd ms",9}{"GB/s",7}{"relu f",9}{"relu b",9}{"bn f",9}" +
            $"{"bn b",9}{"triad",8}{"share f",9}{"share b",9}");
        foreach (int[] shape in LayerShapes.All)
            Row<T>(shape, layout, rounds, pool);
    }

    private static void Row<T>(int[] shape, FeatureLayout layout, int rounds, WorkerPool pool)
        where T : unmanaged
    {
        using var run = new KernelData<T>(shape, layout);
        NormOptions plain = new(), relu = new() { Activation = Activation.Relu }, bn = new() { NormalizeSamples = false };
        PairedTiming timing = new PairedTiming(
            [
                () => run.Forward(plain, pool), () => run.Backward(plain, pool),
                () => run.Forward(relu, pool), () => run.Backward(relu, pool),
                () => run.Forward(bn, pool), () => run.Backward(bn, pool), () => run.Triad(pool),
            ],
            rounds,
            4).Run();
        double triad = 3 * run.Megabytes / timing.Milliseconds(6);
        double forward = 3 * run.Megabytes / timing.Milliseconds(0), backward = 5 * run.Megabytes / timing.Milliseconds(1);
        Console.WriteLine(
            $"{LayerShapes.Name(shape),-23}{run.Megabytes,6:F1}{timing.Milliseconds(0),9:F3}{forward,7:F1}" +
            $"{timing.Milliseconds(1),9:F3}{backward,7:F1}{timing.Milliseconds(2),9:F3}{timing.Milliseconds(3),9:F3}" +
            $"{timing.Milliseconds(4),9:F3}{timing.Milliseconds(5),9:F3}{triad,8:F1}{forward / triad,9:P0}{backward / triad,9:P0}");
    }
}
