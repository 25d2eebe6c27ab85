using System.Globalization;
using TorchSharp;

namespace L2BN.Benchmarks;

/// <summary>Forward and backward in every format, against BatchNorm2d in the same format: ratios of lower quartiles.</summary>
internal static class FormatTable
{
    private static readonly Func<int[], ComputeFormat, LayerArm>[] s_arms =
        [LayerArm.L2BN, LayerArm.Bn, LayerArm.L2BNRelu, LayerArm.BnReluInPlace];

    public static void Print(int threads, int rounds, string? only)
    {
        torch.set_num_threads(threads);
        MemoryReuse.Enable();
        Console.WriteLine($"{threads} threads, {rounds} rounds, forward + backward, lower quartiles in ms");
        foreach (ComputeFormat format in ComputeFormat.All.Where(one => only is null || one.Name.Contains(only, StringComparison.Ordinal)))
            Print(format, rounds);
    }

    private static void Print(ComputeFormat format, int rounds)
    {
        Console.WriteLine($"\n{format.Name,-24}{"l2bn",9}{"bn",9}{"ratio",8}{"l2+relu",9}{"bn+relu",9}{"ratio",8}");
        var ratios = new List<(double Plain, double Relu)>();
        foreach (int[] shape in LayerShapes.All)
            ratios.Add(Row(format, shape, rounds));
        double plain = Math.Exp(ratios.Average(r => Math.Log(r.Plain))), relu = Math.Exp(ratios.Average(r => Math.Log(r.Relu)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"geometric mean",-42}{plain,8:F3}{"",18}{relu,8:F3}"));
    }

    private static (double Plain, double Relu) Row(ComputeFormat format, int[] shape, int rounds)
    {
        LayerArm first = s_arms[0](shape, format);
        LayerArm[] arms = [first, .. s_arms.Skip(1).Select(make => make(shape, format).On(first))];
        PairedTiming timing = new PairedTiming([.. arms.Select(arm => (Action)arm.ForwardBackward)], rounds, 8).Run();
        double[] t = [.. arms.Select((_, k) => timing.LowerQuartile(k))];
        Console.WriteLine(
            $"{LayerShapes.Name(shape),-24}{t[0],9:F3}{t[1],9:F3}{t[0] / t[1],8:F3}{t[2],9:F3}{t[3],9:F3}{t[2] / t[3],8:F3}");
        foreach (LayerArm arm in arms)
            arm.Dispose();
        return (t[0] / t[1], t[2] / t[3]);
    }
}
