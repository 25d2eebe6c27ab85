using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using L2BN.Kernels;
using L2BN.Threads;
using TorchSharp;

namespace L2BN.Benchmarks;

/// <summary>The kernels without tensors and autograd: time, and bytes of state moved per second against a triad on the same memory.</summary>
internal static unsafe class KernelTable
{
    public static void Print(int threads, int rounds, WorkerPool pool)
    {
        torch.set_num_threads(threads);
        Console.WriteLine($"{pool.GetType().Name}, {pool.Threads} threads; forward moves x twice and y once, backward x and g twice and dx once");
        Console.WriteLine($"{"shape",-18}{"MB",6}{"fwd ms",9}{"GB/s",7}{"bwd ms",9}{"GB/s",7}{"relu f",9}{"relu b",9}{"bn f",9}{"bn b",9}{"triad",8}{"share f",9}{"share b",9}");
        foreach (long[] shape in LayerShapes.All)
            Row(shape, rounds, pool);
    }

    private static void Row(long[] shape, int rounds, WorkerPool pool)
    {
        var feature = new FeatureShape((int)shape[0], (int)shape[1], (int)(shape[2] * shape[3]));
        using var run = new Buffers(feature);
        NormOptions plain = new(), relu = new() { Activation = ActivationKind.Relu }, bn = new() { Scale = SampleScale.None };
        PairedTiming timing = new PairedTiming(
            [
                () => run.Forward(plain, pool), () => run.Backward(plain, pool), () => run.Forward(relu, pool), () => run.Backward(relu, pool),
                () => run.Forward(bn, pool), () => run.Backward(bn, pool), () => run.Triad(pool),
            ],
            rounds,
            4).Run();
        double megabytes = feature.Length * 4 / 1e6, triad = 3 * megabytes / timing.Milliseconds(6);
        double forward = 3 * megabytes / timing.Milliseconds(0), backward = 5 * megabytes / timing.Milliseconds(1);
        Console.WriteLine(
            $"{LayerShapes.Name(shape),-18}{megabytes,6:F1}{timing.Milliseconds(0),9:F3}{forward,7:F1}{timing.Milliseconds(1),9:F3}{backward,7:F1}" +
            $"{timing.Milliseconds(2),9:F3}{timing.Milliseconds(3),9:F3}{timing.Milliseconds(4),9:F3}{timing.Milliseconds(5),9:F3}{triad,8:F1}{forward / triad,9:P0}{backward / triad,9:P0}");
    }

    /// <summary>Native memory, aligned to cache lines as libtorch's.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly FeatureShape _shape;
        private readonly float*[] _data = new float*[4];
        private readonly double[] _saved, _mean, _variance;
        private readonly float[] _weight, _bias, _dWeight, _dBias;

        public Buffers(FeatureShape shape)
        {
            _shape = shape;
            _saved = new double[SavedStatistics.TrainingLength(shape)];
            (_mean, _variance) = (new double[shape.Channels], new double[shape.Channels]);
            (_weight, _bias, _dWeight, _dBias) = (new float[shape.Channels], new float[shape.Channels], new float[shape.Channels], new float[shape.Channels]);
            Array.Fill(_weight, 1);
            var random = new Random(1);
            for (int k = 0; k < _data.Length; k++)
            {
                _data[k] = (float*)NativeMemory.AlignedAlloc((nuint)shape.Length * 4, 64);
                foreach (ref float value in Span(k))
                    value = random.NextSingle() - 0.5f;
            }
        }

        public void Forward(NormOptions options, WorkerPool pool) => L2BatchNormKernel.ForwardTraining(
            _shape, options, new ForwardData<float> { Input = Span(0), Weight = _weight, Bias = _bias, Output = Span(1) }, _saved, _mean, _variance, pool);

        public void Backward(NormOptions options, WorkerPool pool) => L2BatchNormKernel.Backward(
            _shape,
            options,
            true,
            new BackwardData<float> { Input = Span(0), OutputGradient = Span(2), InputGradient = Span(3), WeightGradient = _dWeight, BiasGradient = _dBias },
            _saved,
            pool);

        /// <summary>a = b + s·c, cut in parts like the kernels'.</summary>
        public void Triad(WorkerPool pool)
        {
            fixed (float** data = _data)
            {
                var job = new TriadJob { Data = data, Length = _shape.Length };
                pool.Run((_shape.Length + TriadJob.Part - 1) / TriadJob.Part, false, &TriadJob.Run, &job);
            }
        }

        public void Dispose()
        {
            foreach (float* data in _data)
                NativeMemory.AlignedFree(data);
        }

        private Span<float> Span(int k) => new(_data[k], _shape.Length);
    }

    private struct TriadJob
    {
        public const int Part = 16384;
        public float** Data;
        public int Length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run(void* state, int part)
        {
            var job = (TriadJob*)state;
            int start = part * Part, count = Math.Min(Part, job->Length - start);
            float* a = job->Data[1] + start, b = job->Data[0] + start, c = job->Data[2] + start;
            Vector512<float> factor = Vector512.Create(0.5f);
            for (int k = 0; k <= count - 16; k += 16)
                Vector512.MultiplyAddEstimate(Vector512.Load(c + k), factor, Vector512.Load(b + k)).Store(a + k);
        }
    }
}
