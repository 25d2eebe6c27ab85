using static TorchSharp.torch;

// torch's random generator is one for the whole process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(L2BN.Onnx.Tests.OneThread))]

namespace L2BN.Onnx.Tests;

/// <summary>These tensors are small: on a busy machine threads that wait for each other cost more than the work itself.</summary>
public sealed class OneThread
{
    public OneThread() => set_num_threads(1);
}
