using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// What the loops over one plane need, in the type of computation. Forward writes y = act(a·(x − p) + t): the pivot p is the plane's image
/// of the channel mean, so a·(x − p) does not cancel for large means, and t, computed in double, makes up for p's rounding.
/// </summary>
internal struct Coefficients<T>
    where T : unmanaged
{
    /// <summary>Forward: a, p and t. The pivot serves backward too.</summary>
    public T A, P, Offset;

    /// <summary>Backward, dx = GradientFactor·g' + InputFactor·(x − p) + GradientOffset.</summary>
    public T GradientFactor, InputFactor, GradientOffset;

    /// <summary>Slope of the activation below zero.</summary>
    public T Slope;

    /// <summary>A power of two by which the input is multiplied as it is loaded.</summary>
    public T InputScale;

    /// <summary>Whether results are stored past the caches.</summary>
    public bool NonTemporal;

    /// <summary>Elements between what the loop works on and what it prefetches.</summary>
    public nint PrefetchDistance;
}

/// <summary>
/// Coefficients of the planes of one sample for a stretch of channels, on the stack of the part that uses them. Forward and backward
/// call the same code, so the mask that backward rebuilds is the one that forward applied.
/// </summary>
internal readonly unsafe struct PlaneCoefficients<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    /// <summary>Channels at a time: the arrays of one stretch stay in the L1 cache.</summary>
    public const int Stretch = 128;

    /// <summary>The same for channels-last data, where a stretch is also the part of a row that is read at a time.</summary>
    public const int RowStretch = 512;

    /// <summary>Elements of scratch; a stretch has less than twice its usual length.</summary>
    public const int ScratchLength = 6 * 2 * Stretch, RowScratchLength = 6 * 2 * RowStretch;

    public readonly T* A, P, Offset, GradientFactor, InputFactor, GradientOffset;

    public PlaneCoefficients(T* scratch, int stretch)
    {
        A = scratch;
        P = scratch + (2 * stretch);
        Offset = scratch + (4 * stretch);
        GradientFactor = scratch + (6 * stretch);
        InputFactor = scratch + (8 * stretch);
        GradientOffset = scratch + (10 * stretch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ComputeForward(KernelArgs<TStorage, T>* args, int sample, int channel, int count) =>
        ChannelLoop.Map(new Forward(args, this, sample, channel), 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ComputeBackward(KernelArgs<TStorage, T>* args, int sample, int channel, int count) =>
        ChannelLoop.Map(new Backward(args, this, sample, channel), 0, count);

    /// <summary>
    /// The pivot of a plane: where the channel's mean lies in the sample, in the type of computation. With it a·(x − p) is the normalized
    /// value itself and t no more than the bias and p's rounding. A mean below half a deviation is left where it is, for then
    /// a·x + t loses less than x − p would.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Pivot<TDoubles>(TDoubles mean, TDoubles inverseDeviation, TDoubles inverseScale)
        where TDoubles : struct, ILanes<TDoubles, double>
    {
        TDoubles relative = mean * inverseDeviation;
        TDoubles far = TDoubles.MulAdd(relative, relative, TDoubles.Broadcast(-0.25));
        return TDoubles.WhereNotPositive(far, default, (mean * inverseScale).RoundedTo<T>());
    }

    private readonly struct Forward(KernelArgs<TStorage, T>* args, PlaneCoefficients<TStorage, T> into, int sample, int channel)
        : IChannelMap
    {
        private readonly double _scale = args->Scale[sample], _inverse = args->InverseScale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            int at = channel + c;
            TDoubles mean = TDoubles.Load(args->Mean + at), scale = TDoubles.Broadcast(_scale);
            TDoubles inverse = TDoubles.Load(args->InverseDeviation + at), gain = TDoubles.Load(args->Weight + at) * inverse;
            TDoubles pivot = Pivot(mean, inverse, TDoubles.Broadcast(_inverse));
            (gain * scale).StoreAs(into.A + c);
            pivot.StoreAs(into.P + c);
            TDoubles off = TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean);
            TDoubles.MulAdd(gain, off, TDoubles.Load(args->Bias + at)).StoreAs(into.Offset + c);
        }
    }

    /// <summary>
    /// With w = weight·r: dz = w·(g' − biasShare − weightShare·(z − mean)) and dx = s·dz − x·radial, radial = ⟨z, dz⟩·s²/τ², sorted by
    /// g', x − p and 1.
    /// </summary>
    private readonly struct Backward(KernelArgs<TStorage, T>* args, PlaneCoefficients<TStorage, T> into, int sample, int channel)
        : IChannelMap
    {
        private readonly Forward _forward = new(args, into, sample, channel);
        private readonly double _scale = args->Scale[sample], _inverse = args->InverseScale[sample];
        private readonly double _radial = args->RadialComponent[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            _forward.Apply<TDoubles>(c);
            int at = channel + c;
            TDoubles mean = TDoubles.Load(args->Mean + at), scale = TDoubles.Broadcast(_scale), radial = TDoubles.Broadcast(_radial);
            TDoubles inverse = TDoubles.Load(args->InverseDeviation + at), factor = TDoubles.Load(args->Weight + at) * inverse * scale;
            TDoubles pivot = Pivot(mean, inverse, TDoubles.Broadcast(_inverse)), share = TDoubles.Load(args->WeightShare + at);
            factor.StoreAs(into.GradientFactor + c);
            (default(TDoubles) - TDoubles.MulAdd(factor * scale, share, radial)).StoreAs(into.InputFactor + c);
            TDoubles off = TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean);
            TDoubles shift = TDoubles.MulAdd(share, off, TDoubles.Load(args->BiasShare + at));
            (default(TDoubles) - TDoubles.MulAdd(factor, shift, radial * pivot)).StoreAs(into.GradientOffset + c);
        }
    }
}
