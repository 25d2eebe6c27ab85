using static TorchSharp.torch;

namespace L2BN.Tests.Native;

public class LoadingTests
{
    [Fact]
    public void Torch_loads_in_a_test_project() => Assert.Equal(3.0f, ones(3).sum().item<float>());
}
