using System.Numerics;
using System.Runtime.Intrinsics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>From what is known when a call comes in to the loops compiled for it: register, activation, residual, layout.</summary>
internal static unsafe class Dispatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(Problem<T>* p, in FeatureShape shape, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(shape);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            Passes<T, Lanes512<T>>.Forward(p, shape.Layout, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            Passes<T, Lanes256<T>>.Forward(p, shape.Layout, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            Passes<T, Lanes128<T>>.Forward(p, shape.Layout, residual, pool);
        else if (run > 0)
            Passes<T, LaneScalar<T>>.Forward(p, shape.Layout, residual, pool);
    }

    public static void Backward(Problem<T>* p, in FeatureShape shape, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(shape);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            Passes<T, Lanes512<T>>.Backward(p, shape.Layout, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            Passes<T, Lanes256<T>>.Backward(p, shape.Layout, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            Passes<T, Lanes128<T>>.Backward(p, shape.Layout, residual, pool);
        else
            Passes<T, LaneScalar<T>>.Backward(p, shape.Layout, residual, pool);
    }

    /// <summary>Every run of neighbours is at least this long, so a register no wider never reads past the data.</summary>
    private static int ShortestRun(in FeatureShape shape) =>
        shape.Length == 0 ? 0 : shape.Layout == FeatureLayout.ChannelsLast ? shape.Channels : shape.Positions;
}
