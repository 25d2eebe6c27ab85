using L2BN.Fused.Cuda;

namespace L2BN.Tests.Fused.Cuda;

/// <summary>The choice between the fused kernels and torch's operators on a GPU.</summary>
public sealed class CudaFormTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("", null, false)]
    [InlineData("composed", null, false)]
    [InlineData("fused", null, true)]
    [InlineData("fused", "no driver", false)]
    public void The_variable_chooses_and_the_reason_is_given(string? variable, string? failure, bool fused)
    {
        (bool chosen, string reason) = CudaForm.Choose(variable, () => failure);
        Assert.Equal(fused, chosen);
        Assert.Contains(failure ?? CudaForm.Variable, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_value_is_refused()
    {
        string message = Assert.Throws<InvalidOperationException>(() => CudaForm.Choose("yes", () => null)).Message;
        Assert.Equal("L2BN_CUDA: expected fused or composed, got 'yes'.", message);
    }
}
