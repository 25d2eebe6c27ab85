using L2BN.Tests.Support;
using static TorchSharp.torch;

[assembly: AssemblyFixture(typeof(OneThread))]

namespace L2BN.Tests.Support;

/// <summary>Tests run side by side on small tensors: one torch thread each is faster than all of them waiting for all cores.</summary>
public sealed class OneThread
{
    public OneThread() => set_num_threads(1);
}
