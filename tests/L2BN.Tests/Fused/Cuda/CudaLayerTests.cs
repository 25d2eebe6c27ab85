using L2BN.Fused.Cuda;
using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Fused.Cuda;

/// <summary>The layer on a GPU, fused, against torch's operators in double on the CPU. Skipped without a GPU; <c>L2BN_CUDA=fused</c>
/// must be set.</summary>
public sealed class CudaLayerTests
{
    public static MatrixTheoryData<ScalarType, bool, bool> Cases =>
        new([ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16], [false, true], [false, true]);

    [Theory, MemberData(nameof(Cases))]
    public void Output_gradients_and_statistics_are_those_of_double(ScalarType type, bool channelsLast, bool training)
    {
        RequireFused();
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = Data(type, channelsLast), r = Data(type, channelsLast), g = Data(type, channelsLast).detach();
        using var layer = new L2BatchNorm2d(24, device: CUDA);
        using var twin = new L2BatchNorm2d(24, dtype: ScalarType.Float64);
        layer.train(training);
        Tensor y = layer.forward(x, Activation.Relu, r);
        y.backward([g]);
        Tensor x64 = Double(x), r64 = Double(r);
        NormCall call = new(new() { Activation = Activation.Relu }, training, 0.1);
        Tensor expected = ComposedL2BatchNorm.Forward(x64, new(twin.running_mean, twin.running_var, twin.weight, twin.bias), call, r64);

        // The mask is that of the rounded output.
        expected.backward([where(y.detach().cpu().IsAtMost(0), g.cpu().Times(0), g.cpu()).to(ScalarType.Float64)]);
        double bar = type == ScalarType.Float32 ? 1e-6 : type == ScalarType.Float16 ? 1.0 / 1024 : 1.0 / 128;
        AssertNear.Same(expected, y.cpu(), bar, "y");
        AssertNear.Gradient(Tensors.Values(x64.grad!), x.grad!.cpu(), 4 * bar, "dx");
        AssertNear.Gradient(Tensors.Values(r64.grad!), r.grad!.cpu(), bar, "dr");
        AssertNear.Gradient(Tensors.Values(twin.weight!.grad!), layer.weight!.grad!.cpu(), 4e-6, "dweight");
        AssertNear.Gradient(Tensors.Values(twin.bias!.grad!), layer.bias!.grad!.cpu(), 4e-6, "dbias");
        AssertNear.Gradient(Tensors.Values(twin.running_mean!), layer.running_mean!.cpu(), 4e-6, "running_mean");
        AssertNear.Gradient(Tensors.Values(twin.running_var!), layer.running_var!.cpu(), 4e-6, "running_var");
        Assert.Equal(x.stride(), y.stride());
    }

    [Fact]
    public void Small_norms_are_counted_when_the_count_is_read()
    {
        RequireFused();
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(24, device: CUDA);
        Tensor x = Data(ScalarType.Float32, false).detach();
        using (no_grad())
            x[1].zero_();
        layer.forward(x).Dispose();
        layer.forward(x).Dispose();
        Assert.Equal(2, layer.small_norm_samples);
    }

    [Fact]
    public void A_second_backward_through_a_released_graph_is_an_error()
    {
        RequireFused();
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(24, device: CUDA);
        Tensor y = layer.forward(Data(ScalarType.Float32, false)).sum();
        y.backward();
        Assert.ThrowsAny<Exception>(() => y.backward());
    }

    [Fact]
    public void Second_derivatives_are_those_of_torchs_operators()
    {
        RequireFused();
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(24, device: CUDA);
        Tensor x = Data(ScalarType.Float32, false), g = Data(ScalarType.Float32, false).detach();
        Tensor Penalty(Tensor y) => autograd.grad([y], [x], [g], create_graph: true)[0].Square().sum();
        Tensor own = autograd.grad([Penalty(layer.forward(x))], [x])[0];
        Tensor composed = ComposedL2BatchNorm.Forward(x, new(null, null, layer.weight, layer.bias), new(new(), true, 0));
        AssertNear.Gradient(Tensors.Values(autograd.grad([Penalty(composed)], [x])[0].cpu()), own.cpu(), 1e-4, "second derivative");
    }

    private static void RequireFused()
    {
        Assert.SkipUnless(cuda.is_available(), "Needs a CUDA device and a libtorch for it.");
        Assert.SkipUnless(CudaForm.IsFused, CudaForm.Description);
    }

    private static Tensor Data(ScalarType type, bool channelsLast)
    {
        Tensor x = channelsLast ? randn(6, 9, 11, 24, device: CUDA).permute(0, 3, 1, 2) : randn(6, 24, 9, 11, device: CUDA);
        return x.to(type).detach().requires_grad_();
    }

    private static Tensor Double(Tensor x) => x.detach().cpu().to(ScalarType.Float64).requires_grad_();
}
