using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>
/// Mean and variance of every channel of z over samples and positions, from the planes: the mean of the planes' means, then the
/// planes' centred squares about it. Two sweeps over N·C numbers in double leave nothing to cancel.
/// </summary>
internal static unsafe class ChannelStep<T>
    where T : unmanaged
{
    /// <summary>Channels of a part: a multiple of every register.</summary>
    public const int PartChannels = 64;

    public static int Parts(int channels) => (channels + PartChannels - 1) / PartChannels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        int from = part * PartChannels, to = Math.Min(p->Channels, from + PartChannels);
        ChannelLoop.Map(new Merged(p), from, to);
        double count = (double)p->Samples * p->Positions;
        for (int c = from; c < to; c++)
        {
            p->Inverse[c] = InverseDeviation(p->Variance[c], p->Options.Eps);
            p->Variance[c] *= count / (count - 1);
        }
    }

    /// <summary>1/√(variance + eps); 0 where both are 0, as in libtorch, so that a constant channel gives its bias.</summary>
    public static double InverseDeviation(double variance, double eps) => variance + eps == 0 ? 0 : 1 / Math.Sqrt(variance + eps);

    /// <summary>Stores the mean and the biased variance.</summary>
    private readonly struct Merged(Problem<T>* problem) : IChannelMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            Problem<T>* p = problem;
            nint stride = p->Channels;
            TDoubles sum = default, squares = default, positions = TDoubles.Broadcast(p->Positions);
            double* at = p->PlaneMean + c;
            for (int i = 0; i < p->Samples; i++, at += stride)
                sum = TDoubles.MulAdd(TDoubles.Broadcast(p->Scale[i]), TDoubles.Load(at), sum);
            TDoubles mean = sum * TDoubles.Broadcast(1.0 / p->Samples);
            at = p->PlaneMean + c;
            double* square = p->PlaneSquares + c;
            for (int i = 0; i < p->Samples; i++, at += stride, square += stride)
            {
                TDoubles scale = TDoubles.Broadcast(p->Scale[i]);
                TDoubles off = (scale * TDoubles.Load(at)) - mean;
                squares += TDoubles.MulAdd(scale * scale, TDoubles.Load(square), positions * off * off);
            }

            mean.Store(p->Mean + c);
            (squares * TDoubles.Broadcast(1.0 / ((double)p->Samples * p->Positions))).Store(p->Variance + c);
        }
    }
}
