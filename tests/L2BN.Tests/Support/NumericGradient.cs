using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>
/// gradcheck and gradgradcheck, which TorchSharp lacks, with PyTorch's settings: double precision, central differences with step 1e-6,
/// atol 1e-5, rtol 1e-3. (<c>autograd.grad</c> ends the process on an error, and frees the graph without <c>retain_graph: true</c>.)
/// </summary>
internal static class NumericGradient
{
    private const double Step = 1e-6;
    private const double Absolute = 1e-5;
    private const double Relative = 1e-3;

    /// <summary>The gradient of Σ v·f(inputs) against differences, for every entry of every input.</summary>
    internal static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        Tensor y = function(inputs);
        Tensor v = Tensors.Random(91, y.shape);
        Tensor[] gradients = Gradients(y, inputs, v, createGraph: false);
        for (int i = 0; i < inputs.Length; i++)
            Compare($"input {i}", Tensors.Values(gradients[i]), Differences(all => Dot(function(all), v), inputs, i));
    }

    /// <summary>The same for the gradients themselves: Σ u·∂(Σ v·f)/∂inputs, differentiated by the inputs and by v.</summary>
    internal static void CheckSecond(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        Tensor v = Tensors.Random(92, function(inputs).shape).requires_grad_();
        Tensor[] u = [.. inputs.Select((input, i) => Tensors.Random(93 + i, input.shape))];
        // The products with zero put every input into the graph: a bias has no second derivative, and autograd.grad would abort.
        Tensor First(Tensor[] all)
        {
            Tensor[] gradients = Gradients(function(all[..^1]), all[..^1], all[^1], createGraph: true);
            return gradients.Zip(u, (gradient, weight) => gradient * weight).Concat(all.Select(input => input.Times(0)))
                .Aggregate(zeros(1, ScalarType.Float64).squeeze(), (sum, product) => sum.Plus(product.sum()));
        }

        Tensor[] everything = [.. inputs, v];
        Tensor[] second = Gradients(First(everything), everything, null, createGraph: false);
        for (int i = 0; i < everything.Length; i++)
            Compare($"second derivative {i}", Tensors.Values(second[i]), Differences(all => First(all).item<double>(), everything, i));
    }

    private static Tensor[] Gradients(Tensor y, Tensor[] inputs, Tensor? v, bool createGraph) =>
        [.. autograd.grad([y], inputs, v is null ? null : [v], retain_graph: true, create_graph: createGraph)];

    private static double Dot(Tensor y, Tensor v) => (y * v).sum().item<double>();

    private static double[] Differences(Func<Tensor[], double> loss, Tensor[] inputs, int which)
    {
        double[] values = Tensors.Values(inputs[which]);
        double At(int index, double step) => Shifted(loss, inputs, which, values, index, step);
        return [.. values.Select((_, i) => (At(i, Step) - At(i, -Step)) / (2 * Step))];
    }

    private static double Shifted(Func<Tensor[], double> loss, Tensor[] inputs, int which, double[] values, int index, double step)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] moved = [.. values];
        moved[index] += step;
        Tensor[] all = [.. inputs];
        all[which] = Tensors.Of(moved, inputs[which].shape).requires_grad_();
        return loss(all);
    }

    private static void Compare(string what, double[] analytic, double[] numeric)
    {
        for (int i = 0; i < analytic.Length; i++)
            if (!(Math.Abs(analytic[i] - numeric[i]) <= Absolute + (Relative * Math.Abs(numeric[i]))))
                Assert.Fail($"{what}[{i}]: the gradient is {analytic[i]:r}, differences give {numeric[i]:r}");
    }
}
