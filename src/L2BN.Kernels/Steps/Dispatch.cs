using System.Numerics;
using System.Runtime.Intrinsics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>From what is known when a call comes in to the loops compiled for it: register, activation, residual, layout.</summary>
internal static unsafe class Dispatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(Problem<T>* p, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(p);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            Passes<T, Lanes512<T>>.Forward(p, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            Passes<T, Lanes256<T>>.Forward(p, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            Passes<T, Lanes128<T>>.Forward(p, residual, pool);
        else if (run > 0)
            Passes<T, LaneScalar<T>>.Forward(p, residual, pool);
    }

    public static void Backward(Problem<T>* p, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(p);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            Passes<T, Lanes512<T>>.Backward(p, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            Passes<T, Lanes256<T>>.Backward(p, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            Passes<T, Lanes128<T>>.Backward(p, residual, pool);
        else
            Passes<T, LaneScalar<T>>.Backward(p, residual, pool);
    }

    /// <summary>Every run of neighbours is at least this long, so a register no wider never reads past the data.</summary>
    private static int ShortestRun(Problem<T>* p) =>
        p->Samples == 0 || p->Positions == 0 ? 0 : p->Rows ? p->Channels : p->Positions;
}
