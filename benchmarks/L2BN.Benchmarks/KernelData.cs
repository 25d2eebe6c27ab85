using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using L2BN.Kernels;

namespace L2BN.Benchmarks;

/// <summary>Native memory, aligned to cache lines as libtorch's.</summary>
/// <typeparam name="T">Type of the elements; parameters are float.</typeparam>
internal sealed unsafe class KernelData<T> : IDisposable
    where T : unmanaged
{
    private readonly FeatureShape _shape;
    private readonly T*[] _data = new T*[4];
    private readonly double[] _saved, _mean, _variance;
    private readonly float[] _weight, _bias, _dWeight, _dBias;

    public KernelData(int[] size, FeatureLayout layout = FeatureLayout.ChannelsFirst)
    {
        var shape = new FeatureShape((int)size[0], (int)size[1], (int)(size[2] * size[3]), layout);
        _shape = shape;
        _saved = new double[SavedStatistics.TrainingLength(shape)];
        (_mean, _variance) = (new double[shape.Channels], new double[shape.Channels]);
        (_weight, _bias) = (new float[shape.Channels], new float[shape.Channels]);
        (_dWeight, _dBias) = (new float[shape.Channels], new float[shape.Channels]);
        Array.Fill(_weight, 1);
        var random = new Random(1);
        for (int k = 0; k < _data.Length; k++)
        {
            _data[k] = (T*)NativeMemory.AlignedAlloc((nuint)shape.Length * (nuint)sizeof(T), 64);
            foreach (ref T value in Span(k))
                value = From(random.NextSingle() - 0.5f);
        }
    }

    public double Megabytes => (double)_shape.Length * sizeof(T) / 1e6;

    public void ForwardBackward(WorkerPool pool)
    {
        Forward(new NormOptions(), pool);
        Backward(new NormOptions(), pool);
    }

    public void Forward(NormOptions options, WorkerPool pool) => L2BatchNormKernel.ForwardTraining(
        _shape,
        options,
        new ForwardData<T, float> { Input = Span(0), Weight = _weight, Bias = _bias, Output = Span(1) },
        _saved,
        _mean,
        _variance,
        pool);

    public void Backward(NormOptions options, WorkerPool pool) => L2BatchNormKernel.Backward(
        _shape,
        options,
        true,
        new BackwardData<T, float>
        {
            Input = Span(0),
            OutputGradient = Span(2),
            InputGradient = Span(3),
            WeightGradient = _dWeight,
            BiasGradient = _dBias,
        },
        _saved,
        pool);

    /// <summary>a = b + s·c over the same bytes as floats, cut in parts like the kernels'.</summary>
    public void Triad(WorkerPool pool)
    {
        int length = _shape.Length * sizeof(T) / sizeof(float);
        fixed (T** data = _data)
        {
            var job = new TriadJob { Data = (float**)data, Length = length };
            pool.Run((length + TriadJob.Part - 1) / TriadJob.Part, &TriadJob.Run, &job);
        }
    }

    public void Dispose()
    {
        foreach (float* data in _data)
            NativeMemory.AlignedFree(data);
    }

    private static T From(float value) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<float, T>(value)
        : Unsafe.BitCast<BFloat16, T>(BFloat16.FromDouble(value));

    private Span<T> Span(int k) => new(_data[k], _shape.Length);
}

/// <summary>One part of a = b + s·c.</summary>
internal unsafe struct TriadJob
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
