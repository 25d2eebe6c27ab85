using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>
/// Coefficients of the planes of one sample for a stretch of channels, on the stack of the part that uses them. Forward and backward
/// call the same code, so the mask that backward rebuilds is the one that forward applied.
/// </summary>
internal readonly unsafe struct PlaneCoefficients<T>
    where T : unmanaged
{
    /// <summary>Channels at a time: the arrays of one stretch stay in the L1 cache.</summary>
    public const int Stretch = 128;

    /// <summary>Elements that <see cref="PlaneCoefficients{T}(T*)"/> needs, room for a stretch of almost double length included.</summary>
    public const int Room = 6 * 2 * Stretch;

    public readonly T* A, P, Offset, GradientFactor, InputFactor, GradientOffset;

    public PlaneCoefficients(T* room)
    {
        A = room;
        P = room + (2 * Stretch);
        Offset = room + (4 * Stretch);
        GradientFactor = room + (6 * Stretch);
        InputFactor = room + (8 * Stretch);
        GradientOffset = room + (10 * Stretch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FillForward(Problem<T>* problem, int sample, int channel, int count) =>
        ChannelLoop.Map(new Forward(problem, this, sample, channel), 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FillBackward(Problem<T>* problem, int sample, int channel, int count) =>
        ChannelLoop.Map(new Backward(problem, this, sample, channel), 0, count);

    /// <summary>
    /// The pivot of a plane: where the channel's mean lies in the sample, in the element type. With it a·(x − p) is the normalised
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

    private readonly struct Forward(Problem<T>* problem, PlaneCoefficients<T> into, int sample, int channel) : IChannelMap
    {
        private readonly double _scale = problem->Scale[sample], _inverse = problem->InverseScale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            int at = channel + c;
            TDoubles mean = TDoubles.Load(problem->Mean + at), scale = TDoubles.Broadcast(_scale);
            TDoubles inverse = TDoubles.Load(problem->Inverse + at), gain = TDoubles.Load(problem->Weight + at) * inverse;
            TDoubles pivot = Pivot(mean, inverse, TDoubles.Broadcast(_inverse));
            (gain * scale).StoreAs(into.A + c);
            pivot.StoreAs(into.P + c);
            TDoubles.MulAdd(gain, TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean), TDoubles.Load(problem->Bias + at)).StoreAs(into.Offset + c);
        }
    }

    /// <summary>
    /// With w = weight·r: dz = w·(g' − biasShare − weightShare·(z − mean)) and dx = s·dz − x·along, along = ⟨z, dz⟩·s²/τ², sorted by
    /// g', x − p and 1.
    /// </summary>
    private readonly struct Backward(Problem<T>* problem, PlaneCoefficients<T> into, int sample, int channel) : IChannelMap
    {
        private readonly Forward _forward = new(problem, into, sample, channel);
        private readonly double _scale = problem->Scale[sample], _inverse = problem->InverseScale[sample], _along = problem->Along[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            _forward.At<TDoubles>(c);
            int at = channel + c;
            TDoubles mean = TDoubles.Load(problem->Mean + at), scale = TDoubles.Broadcast(_scale), along = TDoubles.Broadcast(_along);
            TDoubles inverse = TDoubles.Load(problem->Inverse + at), factor = TDoubles.Load(problem->Weight + at) * inverse * scale;
            TDoubles pivot = Pivot(mean, inverse, TDoubles.Broadcast(_inverse)), share = TDoubles.Load(problem->WeightShare + at);
            factor.StoreAs(into.GradientFactor + c);
            (default(TDoubles) - TDoubles.MulAdd(factor * scale, share, along)).StoreAs(into.InputFactor + c);
            TDoubles off = TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean);
            TDoubles shift = TDoubles.MulAdd(share, off, TDoubles.Load(problem->BiasShare + at));
            (default(TDoubles) - TDoubles.MulAdd(factor, shift, along * pivot)).StoreAs(into.GradientOffset + c);
        }
    }
}
