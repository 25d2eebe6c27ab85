using L2BN.Fused;
using L2BN.Kernels.Passes;
using L2BN.Threads;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Benchmarks;

/// <summary>What each choice brings: whose threads, memory prefetched and written over, stores past the caches.</summary>
internal static class VariantTables
{
    public static void Print(int threads, int rounds)
    {
        torch.set_num_threads(threads);
        MemoryReuse.Enable();
        Pools(rounds);
        Reuse(rounds);
        Prefetch(rounds);
        Stores(rounds);
    }

    private static void Pools(int rounds)
    {
        using ConvStack fused = new(fused: true), unfused = new(fused: false);
        Action With(bool openMp, Action work) => () =>
        {
            TorchThreads.ShareOpenMp = openMp;
            work();
        };
        PairedTiming timing = new PairedTiming(
            [With(true, fused.Step), With(false, fused.Step), With(true, unfused.Step), With(false, unfused.Step)], rounds, 1).Run();
        TorchThreads.ShareOpenMp = true;
        Console.WriteLine("\nstep of six convolutions 128x16x32x32, ms");
        Row("L2BN+ReLU fused, libtorch's threads | .NET threads", timing, 0, 1);
        Row("L2BN, ReLU apart, libtorch's threads | .NET threads", timing, 2, 3);
        Row("libtorch's threads, fused | ReLU apart", timing, 0, 2);
    }

    private static void Reuse(int rounds)
    {
        using var stack = new ConvStack(fused: true, residuals: true);
        Action With(bool reuse) => () =>
        {
            TensorOwners.CanReadRefCounts = reuse;
            stack.Step();
        };
        PairedTiming timing = new PairedTiming([With(true), With(false)], 3 * rounds, 1).Run();
        TensorOwners.CanReadRefCounts = true;
        Row("the same with residuals, gradient and input written over | new tensors", timing, 0, 1);
    }

    // More tensors in turn than fit any cache: in a training step each layer's have left it before backward.
    private static void Prefetch(int rounds)
    {
        const int page = 4096;
        Console.WriteLine(
            "\nmemory prefetched a page ahead | not, kernels alone on tensors that left the caches, forward then backward, ms");
        foreach (int[] shape in LayerShapes.All.Take(3))
        {
            using var ring = new KernelRing(shape);
            Action With(int distance) => () =>
            {
                MemoryHints.PrefetchDistance = distance;
                ring.Next().ForwardBackward(TorchThreads.Pool);
            };
            PairedTiming timing = new PairedTiming([With(page), With(0), With(page / 4), With(4 * page)], 3 * rounds, 8).Run();
            MemoryHints.PrefetchDistance = page;
            Row(LayerShapes.Name(shape), timing, 0, 1);
            Row($"{LayerShapes.Name(shape)} | a quarter of a page", timing, 0, 2);
            Row($"{LayerShapes.Name(shape)} | four pages", timing, 0, 3);
        }
    }

    private static void Stores(int rounds)
    {
        Console.WriteLine("\nstores past the caches | through them, ms");
        foreach (int[] shape in (int[][])[[128, 16, 32, 32], [64, 64, 32, 32], [32, 64, 56, 56], [16, 256, 56, 56]])
        {
            long[] sizes = [.. shape.Select(size => (long)size)];
            using Tensor x = randn(sizes).requires_grad_(), g = randn(sizes);
            using var layer = new L2BatchNorm2d(shape[1]);
            Tensor[] inputs = [x, layer.weight!, layer.bias!];
            Compare("forward, then read by sum", () => layer.forward(x).sum());
            Compare("forward, then relu_", () => layer.forward(x).detach().relu_());
            Compare("forward, backward, then mul_ on dx", () => autograd.grad([layer.forward(x)], inputs, [g])[0].mul_(0.5));
            void Compare(string what, Func<Tensor> work)
            {
                PairedTiming timing = new PairedTiming([From(0, work), From(long.MaxValue, work)], rounds, 4).Run();
                Row($"{LayerShapes.Name(shape)} {what}", timing, 0, 1);
            }
        }

        MemoryHints.NonTemporalThreshold = 16L << 20;
    }

    private static Action From(long bytes, Func<Tensor> work) => () =>
    {
        using var scope = NewDisposeScope();
        MemoryHints.NonTemporalThreshold = bytes;
        work();
    };

    private static void Row(string what, PairedTiming timing, int arm, int against)
    {
        var (median, low, high) = timing.Ratio(arm, against);
        Console.WriteLine(
            $"{what,-60}{timing.Milliseconds(arm),9:F3}{timing.Milliseconds(against),9:F3}   ratio {median:F3} [{low:F3}, {high:F3}]");
    }
}
