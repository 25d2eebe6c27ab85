using static TorchSharp.torch;

// Torch has one generator for the whole process, and a test that seeds it would change the draws of another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(L2BN.Training.Tests.OneByOne))]

namespace L2BN.Training.Tests;

/// <summary>These tensors are tiny: on a busy machine threads that wait for each other cost more than the work itself.</summary>
public sealed class OneByOne
{
    public OneByOne() => set_num_threads(1);
}
