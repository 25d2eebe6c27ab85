using System.Runtime.InteropServices;
using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Fused;

/// <summary>Errors in backward: an exception that can be caught, with the text of the cause.</summary>
[Collection(nameof(ThreadSettings))]
public sealed class BackwardFailureTests : IDisposable
{
    private static readonly long[] s_size = [4, 3, 5, 5];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly L2BatchNorm2d _layer = new(3);

    public static TheoryData<string> Arguments => new("input", "weight", "bias", "residual");

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_second_pass_through_a_released_graph_raises_whichever_argument_needs_a_gradient(string argument)
    {
        if (!OperatingSystem.IsLinux())
            return; // libtorch's options of the pass are not read elsewhere, and the graph is not released
        foreach (Activation activation in (Activation[])[Activation.Identity, Activation.Relu])
        {
            Tensor x = randn(s_size).requires_grad_(argument == "input"), r = randn(s_size).requires_grad_(argument == "residual");
            _layer.weight!.requires_grad = argument == "weight";
            _layer.bias!.requires_grad = argument == "bias";
            Tensor loss = _layer.forward(x, activation, r).sum();
            loss.backward();
            AssertThrows.With<ExternalException>(() => loss.backward(), "backward through the graph a second time");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fused_output_that_was_changed_raises_where_it_is_the_mask(bool residual)
    {
        Tensor y = _layer.forward(Input(), Activation.Relu, residual ? Input() : null);
        y.Plus_(1);
        if (residual)
            AssertThrows.With<ExternalException>(() => y.sum().backward(), "modified by an inplace operation");
        else
            y.sum().backward();
    }

    [Fact]
    public void A_sparse_gradient_raises() =>
        AssertThrows.With<ExternalException>(
            () => _layer.forward(Input()).backward([ones(s_size).to_sparse()]),
            "expected a dense gradient",
            "to_dense");

    [Fact]
    public void A_changed_input_raises_under_anomaly_detection()
    {
        using AnomalyMode anomaly = autograd.detect_anomaly();
        Tensor h = Input().Times(1), y = _layer.forward(h);
        h.Plus_(y);
        AssertThrows.With<ExternalException>(() => h.sum().backward(), "modified by an inplace operation");
    }

    [Fact]
    public void A_changed_weight_raises_only_where_the_graph_of_the_gradients_is_created()
    {
        Tensor x = Input(), y = _layer.forward(x);
        using (no_grad())
            _layer.weight!.Times_(2);
        y.sum().backward([], retain_graph: true);
        AssertThrows.With<ExternalException>(() => y.sum().backward([], create_graph: true), "modified by an inplace operation", "weight");
    }

    [Fact]
    public void A_weight_that_is_not_a_number_counts_as_unchanged()
    {
        using (no_grad())
            _layer.weight!.Fill_(double.NaN);
        Tensor x = Input();
        _ = autograd.grad([_layer.forward(x).sum()], [x], create_graph: true);
    }

    [Fact]
    public void The_text_of_a_cause_is_not_used_for_another_error()
    {
        Tensor h = Input().Times(1), y = _layer.forward(h);
        h.Plus_(1);
        AssertThrows.With<ExternalException>(() => y.sum().backward(), "modified by an inplace operation");
        AssertThrows.With<ExternalException>(() => _layer.forward(Input()).backward([ones(4, 3)]), "invalid gradient");
        _layer.forward(Input()).sum().backward();
    }

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }

    private static Tensor Input() => randn(s_size).requires_grad_();
}
