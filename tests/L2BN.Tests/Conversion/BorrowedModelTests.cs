using L2BN.Conversion;
using L2BN.Statistics;
using L2BN.Tests.Borrowed;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests.Conversion;

/// <summary>TorchSharp's example models: converted, recalibrated, trained, saved, loaded into batchNorm BatchNorm, and back.</summary>
public class BorrowedModelTests
{
    public static TheoryData<string, int> Models => new() { { nameof(MobileNet), MobileNet.Norms }, { nameof(ResNet), ResNet.Norms } };

    [Theory, MemberData(nameof(Models))]
    public void Converted_model_trains_and_its_file_goes_both_ways(string name, int norms)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = Make(name);
        Train(model, 4, 1e-4);
        ConversionReport report = NormConversion.ToL2BN(model);
        Assert.True(report.IsComplete && report.Swapped.Count == norms, report.ToString());
        Assert.False(StatisticsCheck.Inspect(model).IsSound);
        Recalibration.Recalibrate(model, [Batch(1).X, Batch(2).X]);
        Assert.True(StatisticsCheck.Inspect(model).IsSound, StatisticsCheck.Inspect(model).ToString());

        double[] losses = Train(model, 40, 0.01);
        (double first, double last) = (losses[..5].Average(), losses[^5..].Average());
        Assert.True(last < 0.7 * first, $"the loss went from {first} to {last}");
        Tensor expected = Evaluate(model);

        using nn.Module<Tensor, Tensor> batchNorm = Make(name);
        batchNorm.load(new MemoryStream(Save(model)));
        Assert.DoesNotContain(batchNorm.modules(), module => module is L2BatchNorm);
        Assert.True((Evaluate(batchNorm) - expected).abs().max().item<float>() > 1e-3);
        Assert.False(StatisticsCheck.Inspect(batchNorm).IsSound);
        NormConversion.ToL2BN(batchNorm);
        AssertNear.Same(expected, Evaluate(batchNorm), 0);

        NormConversion.ToBatchNorm(model);
        using nn.Module<Tensor, Tensor> again = Make(name);
        again.load(new MemoryStream(Save(model)));
        AssertNear.Same(Evaluate(model), Evaluate(again), 0);
        Assert.Equal(norms, model.modules().Count(module => module is BatchNorm2d));
    }

    private static nn.Module<Tensor, Tensor> Make(string name)
    {
        nn.Module<Tensor, Tensor> model = name == nameof(ResNet) ? new ResNet(name, 2) : new MobileNet(name, 2);
        using IDisposable _ = no_grad();
        model.get_parameter("layers.linear.bias")!.fill_(0);
        foreach ((int seed, Parameter weight) in model.parameters().Where(parameter => parameter.dim() > 1).Index())
            weight.copy_(Tensors.Random(seed, weight.shape) * Math.Sqrt(2.0 * weight.shape[0] / weight.numel()));
        return model;
    }

    private static double[] Train(nn.Module<Tensor, Tensor> model, int steps, double rate)
    {
        model.train();
        using Adam optimizer = optim.Adam(model.parameters(), rate);
        return [.. Enumerable.Range(0, steps).Select(step => Step(model, optimizer, step))];
    }

    private static double Step(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x, Tensor labels) = Batch(step);
        optimizer.zero_grad();
        Tensor loss = F.cross_entropy(model.call(x), labels);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    /// <summary>Class 0 is darker in the first color and brighter in the last, class 1 the other way round.</summary>
    private static (Tensor X, Tensor Labels) Batch(int seed)
    {
        Tensor labels = arange(16) % 2;
        Tensor slope = linspace(-1, 1, 3).reshape(1, 3, 1, 1) * ((labels * 2) - 1).reshape(16, 1, 1, 1);
        return ((Tensors.Random(seed, 16, 3, 32, 32) * 0.5 + slope).to(ScalarType.Float32), labels);
    }

    private static Tensor Evaluate(nn.Module<Tensor, Tensor> model)
    {
        model.eval();
        using IDisposable _ = no_grad();
        return model.call(Batch(99).X);
    }

    private static byte[] Save(nn.Module model)
    {
        using var stream = new MemoryStream();
        model.save(stream);
        return stream.ToArray();
    }
}
