using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2BN.Kernels.Tests;

/// <summary>The number of threads changes no bit, and the portable pool does every part once.</summary>
public sealed unsafe class ThreadTests
{
    [Theory]
    [InlineData(FeatureLayout.ChannelsFirst)]
    [InlineData(FeatureLayout.ChannelsLast)]
    public void One_hash_over_all_numbers_of_threads(FeatureLayout layout)
    {
        int[] numbers = [1, 2, 3, 4, 7];
        Assert.Single(numbers.Select(threads => Hash<float>(layout, threads)).Distinct());
        Assert.Single(numbers.Select(threads => Hash<BFloat16>(layout, threads)).Distinct());
    }

    [Fact]
    public void Every_part_is_done_once()
    {
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            using var pool = new ThreadedPool(threads);
            for (int parts = 0; parts < 50; parts++)
                CheckParts(pool, parts);
        }
    }

    [Fact]
    public void Callers_on_several_threads_share_a_pool()
    {
        using var pool = new ThreadedPool(3);
        Parallel.For(0, 200, _ =>
        {
            int* counts = stackalloc int[16];
            pool.Run(16, &Count, counts);
            for (int part = 0; part < 16; part++)
                Assert.Equal(1, counts[part]);
        });
    }

    [Fact]
    public void A_sleeping_pool_wakes_and_a_disposed_one_works_alone()
    {
        var pool = new ThreadedPool(2);
        Thread.Sleep(50);
        int* counts = stackalloc int[4];
        pool.Run(4, &Count, counts);
        pool.Dispose();
        pool.Run(4, &Count, counts);
        Assert.Equal(2, counts[0]);
        Assert.Equal(2, counts[3]);
    }

    private static void CheckParts(WorkerPool pool, int parts)
    {
        int* counts = stackalloc int[64];
        pool.Run(parts, &Count, counts);
        for (int part = 0; part < 64; part++)
            Assert.Equal(part < parts ? 1 : 0, counts[part]);
    }

    private static void Count(void* state, int part) => Interlocked.Increment(ref ((int*)state)[part]);

    private static string Hash<T>(FeatureLayout layout, int threads)
        where T : unmanaged
    {
        using var pool = new ThreadedPool(threads);
        var bytes = new List<byte>();
        foreach ((int samples, int channels, int positions) in ((int, int, int)[])[(9, 70, 100), (3, 5, 9000), (40, 130, 49)])
        {
            var one = new KernelCase<T, float>(
                new FeatureShape(samples, channels, positions, layout), new NormOptions { Activation = Activation.Relu }, true, true, 5)
            { Pool = pool };
            one.Forward();
            one.Backward();
            foreach (T[] values in (T[][])[one.Y, one.DX, one.DR])
                bytes.AddRange(MemoryMarshal.AsBytes<T>(values));
            foreach (float[] values in (float[][])[one.DWeight, one.DBias])
                bytes.AddRange(MemoryMarshal.AsBytes<float>(values));
            bytes.AddRange(MemoryMarshal.AsBytes<double>(one.Mean));
            bytes.AddRange(MemoryMarshal.AsBytes<double>(one.Variance));
        }

        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }
}
