using System.Collections.Concurrent;
using L2BN.Conversion;
using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Statistics;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests.Statistics;

public enum Kind
{
    BatchNorm,
    Unit,
    RootDimension,
}

/// <summary>Running statistics in a layer of another kind are noticed, the layer's own are not complained of.</summary>
public class StatisticsCheckTests
{
    private const int Trained = 300;

    private static readonly ConcurrentDictionary<Kind, Lazy<byte[]>> s_trained = new();

    public static TheoryData<Kind, Kind> WrongLoads => [.. Enum.GetValues<Kind>()
        .SelectMany(from => Enum.GetValues<Kind>().Where(to => to != from).Select(to => (from, to)))];

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory, MemberData(nameof(WrongLoads))]
    public void All_six_wrong_loads_are_noticed(Kind from, Kind to)
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential target = Load(from, to);
        Notice(StatisticsCheck.Inspect(target), from);
        Notice(StatisticsCheck.Inspect(target, Batch(7)), from);
        Notice(StatisticsCheck.Inspect(target), from);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Own_statistics_are_sound(Kind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Load(kind, kind);
        StatisticsReport report = StatisticsCheck.Inspect(model);
        Assert.True(report.IsSound, report.ToString());
        StatisticsOrigin expected = kind == Kind.Unit ? StatisticsOrigin.Unverified : StatisticsOrigin.Own;
        Assert.All(report.Layers, layer => Assert.Equal(expected, layer.Origin));
        report = StatisticsCheck.Inspect(model, Batch(7));
        Assert.All(report.Layers, layer => Assert.Equal(StatisticsOrigin.Own, layer.Origin));
        Assert.All(StatisticsCheck.Inspect(model).Layers, layer => Assert.Equal(StatisticsOrigin.Own, layer.Origin));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Inspecting_with_an_example_changes_nothing(Kind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Train(kind, 3);
        Tensor[] before = [.. model.state_dict().Values.Select(tensor => tensor.clone())];
        Tensor example = Batch(7);
        Assert.Equal(0, LiveTensors.LeftBy(() => StatisticsCheck.Inspect(model, example)));
        foreach ((Tensor was, Tensor now) in before.Zip(model.state_dict().Values))
            AssertNear.Same(was, now, 0);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Fresh_statistics_are_not_warmed_up(Kind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model(kind);
        Assert.All(StatisticsCheck.Inspect(model).Layers, layer => Assert.Equal(StatisticsOrigin.NotWarmedUp, layer.Origin));
        Assert.All(StatisticsCheck.Inspect(model, Batch(7)).Layers, layer => Assert.Equal(StatisticsOrigin.NotWarmedUp, layer.Origin));
        Recalibration.Recalibrate(model, [Batch(1), Batch(2)]);
        Assert.True(StatisticsCheck.Inspect(model).IsSound);
    }

    [Fact]
    public void Unit_statistics_after_a_few_steps_are_not_warmed_up()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Train(Kind.Unit, 20);
        Assert.All(StatisticsCheck.Inspect(model).Layers, layer => Assert.Equal(StatisticsOrigin.NotWarmedUp, layer.Origin));
    }

    [Fact]
    public void Converted_model_is_noticed_and_recalibration_corrects_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Load(Kind.BatchNorm, Kind.BatchNorm);
        NormConversion.ToL2BN(model);
        Assert.False(StatisticsCheck.Inspect(model).IsSound);
        Recalibration.Recalibrate(model, [Batch(1), Batch(2), Batch(3)]);
        Assert.True(StatisticsCheck.Inspect(model).IsSound);
    }

    [Fact]
    public void Broken_statistics_are_said_to_be()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Train(Kind.RootDimension, 3);
        ((L2BatchNorm2d)model[1]).running_var![0] = -0.5f;
        Assert.Equal([StatisticsOrigin.Broken, StatisticsOrigin.Own], StatisticsCheck.Inspect(model).Layers.Select(layer => layer.Origin));
        ((L2BatchNorm2d)model[1]).running_var![0] = float.NaN;
        Assert.Equal(StatisticsOrigin.Broken, StatisticsCheck.Inspect(model, Batch(1)).Layers[0].Origin);
        string text = StatisticsCheck.Inspect(model).ToString();
        Assert.StartsWith("1 (L2BatchNorm2d): running statistics look like Broken", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Unit_layers_are_corrected_for_another_input_size()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Load(Kind.Unit, Kind.Unit);
        Tensor larger = Batch(8, 20);
        Assert.False(StatisticsCheck.Inspect(model, larger).IsSound);
        double wrong = ErrorAgainstRecalibrated(model, larger);
        Assert.Equal(2, StatisticsCheck.CorrectInputSize(model, larger));
        Assert.True(StatisticsCheck.Inspect(model, larger).IsSound, StatisticsCheck.Inspect(model, larger).ToString());
        Assert.True(ErrorAgainstRecalibrated(model, larger) < 0.2 * wrong);
    }

    [Fact]
    public void One_layer_is_corrected_from_a_given_size()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4, scale: FeatureScale.Unit, momentum: 1, dtype: ScalarType.Float64);
        layer.call(Tensors.Random(1, 8, 4, 5, 5));
        (Tensor mean, Tensor variance) = (layer.running_mean!.clone(), layer.running_var!.clone());
        layer.CorrectInputSize(100, from_positions: 25);
        AssertNear.Same(mean / 2, layer.running_mean!, 1e-15);
        AssertNear.Same(variance / 4, layer.running_var!, 1e-15);
        layer.CorrectInputSize(25);
        AssertNear.Same(variance, layer.running_var!, 0.02 * variance.max().item<double>());
    }

    [Fact]
    public void Correction_is_refused_where_it_makes_no_sense()
    {
        using L2BatchNorm2d root = nn.L2BatchNorm2d(4);
        using L2BatchNorm2d fresh = nn.L2BatchNorm2d(4, scale: FeatureScale.Unit);
        AssertThrows.With<InvalidOperationException>(() => root.CorrectInputSize(4), "RootDimension");
        AssertThrows.With<InvalidOperationException>(() => fresh.CorrectInputSize(4), "expected running statistics");
        Assert.Throws<ArgumentOutOfRangeException>(() => fresh.CorrectInputSize(0));
    }

    private static void Notice(StatisticsReport report, Kind from)
    {
        Assert.False(report.IsSound);
        Assert.All(report.Layers, layer => Assert.Equal(from.ToString(), layer.Origin.ToString()));
    }

    private static double ErrorAgainstRecalibrated(Sequential model, Tensor batch)
    {
        using Sequential other = Model(Kind.Unit);
        other.load_state_dict(model.state_dict());
        Recalibration.Recalibrate(other, [batch]);
        model.eval();
        other.eval();
        return (model.call(batch) - other.call(batch)).abs().mean().item<float>();
    }

    /// <summary>The state of a trained model of one kind in a model of another; trained once for all tests.</summary>
    private static Sequential Load(Kind from, Kind to)
    {
        using var stream = new MemoryStream(s_trained.GetOrAdd(from, kind => new(() => Save(kind))).Value);
        Sequential model = Model(to);
        model.load(stream);
        return model;
    }

    private static byte[] Save(Kind kind)
    {
        using Sequential model = Train(kind, Trained);
        using var stream = new MemoryStream();
        model.save(stream);
        return stream.ToArray();
    }

    private static Sequential Train(Kind kind, int steps)
    {
        Sequential model = Model(kind);
        using SGD optimizer = optim.SGD(model.parameters(), 0.01);
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            F.mse_loss(model.call(Batch(step)).mean([2, 3]), ones(8, 4)).backward();
            optimizer.step();
        }

        return model;
    }

    private static Sequential Model(Kind kind) => nn.Sequential(Convolution(1, 2), Norm(kind), nn.ReLU(), Convolution(2, 4), Norm(kind));

    private static nn.Module<Tensor, Tensor> Norm(Kind kind) => kind switch
    {
        Kind.BatchNorm => nn.BatchNorm2d(4),
        Kind.Unit => nn.L2BatchNorm2d(4, scale: FeatureScale.Unit),
        _ => nn.L2BatchNorm2d(4),
    };

    private static Conv2d Convolution(int seed, long channels)
    {
        Conv2d convolution = nn.Conv2d(channels, 4, 3, padding: 1);
        convolution.weight = nn.Parameter(Tensors.Random(seed, 4, channels, 3, 3).to(ScalarType.Float32));
        return convolution;
    }

    private static Tensor Batch(int seed, long size = 8) =>
        Tensors.Of(Tensors.Normal(seed, (int)(8 * 2 * size * size), 0.3), [8, 2, size, size], ScalarType.Float32);
}
