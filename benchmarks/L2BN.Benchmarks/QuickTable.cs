using System.Globalization;
using TorchSharp;

namespace L2BN.Benchmarks;

/// <summary>The table of docs/performance.md: every shape, forward and forward + backward, against libtorch.</summary>
internal static class QuickTable
{
    private static readonly Func<int[], ComputeFormat, LayerArm>[] s_arms =
        [LayerArm.L2BN, LayerArm.Bn, LayerArm.Composed, LayerArm.L2BNRelu, LayerArm.BnRelu, LayerArm.BnReluInPlace];

    public static void Print(int threads, int rounds, bool leaves)
    {
        torch.set_num_threads(threads);
        string thresholds = MemoryReuse.Enable() ? "raised" : "as they are";
        Console.WriteLine($"{threads} threads, {rounds} rounds, malloc thresholds {thresholds}, times in ms, ratios as median [quartiles]");
        if (leaves)
            Pass("forward + backward() into leaves", arm => arm.ForwardBackwardLeaves, rounds);
        else
        {
            Pass("forward", arm => arm.Forward, rounds);
            Pass("forward + backward", arm => arm.ForwardBackward, rounds);
        }
    }

    private static void Pass(string name, Func<LayerArm, Action> work, int rounds)
    {
        Console.WriteLine($"\n{name}");
        Console.WriteLine(
            $"{"shape",-18}{"l2bn",8}{"bn",8}{"comp.",8}  {"l2bn/bn",-20}{"l2bn/comp",-11}{"l2+relu",8}{"bn+relu",8}  {"ratio",-20}" +
            $"{"in place",-8}");
        var ratios = new List<double[]>();
        foreach (int[] shape in LayerShapes.All)
            ratios.Add(Row(shape, work, rounds));
        double Mean(int k) => Math.Exp(ratios.Average(r => Math.Log(r[k])));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"geometric mean",-44}{Mean(0),-20:F3}{Mean(1),-11:F3}{"",18}{Mean(2),-20:F3}{Mean(3),-8:F3}"));
    }

    private static double[] Row(int[] shape, Func<LayerArm, Action> work, int rounds)
    {
        LayerArm[] arms = [.. s_arms.Select(make => make(shape, ComputeFormat.Default))];
        PairedTiming timing = new PairedTiming([.. arms.Select(work)], rounds, 8).Run();
        string Spread((double Median, double Low, double High) r) => $"{r.Median:F3} [{r.Low:F3}, {r.High:F3}]";
        var (bn, own, relu, inPlace) = (timing.Ratio(0, 1), timing.Ratio(0, 2), timing.Ratio(3, 4), timing.Ratio(3, 5));
        Console.WriteLine(
            $"{LayerShapes.Name(shape),-18}{timing.Milliseconds(0),8:F3}{timing.Milliseconds(1),8:F3}{timing.Milliseconds(2),8:F3}  " +
            $"{Spread(bn),-20}{own.Median,-11:F3}" +
            $"{timing.Milliseconds(3),8:F3}{timing.Milliseconds(4),8:F3}  {Spread(relu),-20}{inPlace.Median,-8:F3}");
        foreach (LayerArm arm in arms)
            arm.Dispose();
        return [bn.Median, own.Median, relu.Median, inPlace.Median];
    }
}
