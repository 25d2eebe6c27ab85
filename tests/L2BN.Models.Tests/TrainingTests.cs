using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>Every model learns, and at the smallest batches: with l2bn and one other norm, which differs from model to model, or with
/// every norm where <c>L2BN_CASES</c> is set.</summary>
public class TrainingTests
{
    private const int Steps = 20;

    private static readonly string[] s_norms = [.. NormSpec.Names.Where(norm => norm != "none")];

    private static readonly string[] s_others = [.. s_norms.Except(["l2bn"])];

    public static TheoryData<string, string> Cases =>
        new(from model in Tiny.Distinct.Index() from norm in Norms(model.Index) select (model.Item, norm));

    public static TheoryData<string, int> SmallBatches =>
        new(from norm in s_norms from batch in (int[])[2, 4, 8] select (norm, batch));

    [Theory, MemberData(nameof(Cases))]
    public void Loss_falls_and_stays_finite(string name, string norm)
    {
        float[] losses = Train(name, norm, batch: 6);
        string shown = string.Join(' ', losses);
        Assert.True(losses.All(float.IsFinite), shown);
        Assert.True(losses[^3..].Average() < 0.9 * losses[..3].Average(), shown);
    }

    [Theory, MemberData(nameof(SmallBatches))]
    public void Smallest_batches_train(string norm, int batch)
    {
        float[] losses = Train("resnet8", norm, batch);
        Assert.True(losses.All(float.IsFinite) && losses[^1] < losses[0], string.Join(' ', losses));
    }

    private static string[] Norms(int model) => Environment.GetEnvironmentVariable("L2BN_CASES") is null
        ? ["l2bn", s_others[model % s_others.Length]]
        : s_norms;

    private static float[] Train(string name, string norm, int batch)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x, Tensor labels) = Tiny.Batch(name, batch);
        Module<Tensor, Tensor> model = Tiny.Model(name, norm);
        foreach (Dropout dropout in model.modules().OfType<Dropout>())
            dropout.eval();
        Adam optimizer = optim.Adam(model.parameters(), 5e-4);
        return [.. Enumerable.Range(0, Steps).Select(_ => Step(model, optimizer, x, labels))];
    }

    private static float Step(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = functional.cross_entropy(model.call(x), labels);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }
}
