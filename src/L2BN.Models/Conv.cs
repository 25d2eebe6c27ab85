using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>The convolutions of image models: no bias, since a norm follows; size kept at stride 1.</summary>
internal static class Conv
{
    public static Conv2d Same(long from, long to, long kernel, long stride = 1, long groups = 1) =>
        Conv2d(from, to, kernel, stride, padding: kernel / 2, groups: groups, bias: false);
}
