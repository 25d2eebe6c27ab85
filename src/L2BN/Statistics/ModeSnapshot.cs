using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The training flag of every module of a model, put back on disposal.</summary>
internal sealed class ModeSnapshot(nn.Module model) : IDisposable
{
    // Parents come before their children, whose flags they would otherwise overwrite.
    private readonly (nn.Module Module, bool Training)[] _modes =
        [.. model.modules().Prepend(model).Select(module => (module, module.training))];

    public void Dispose()
    {
        foreach ((nn.Module module, bool training) in _modes)
            if (module.training != training) module.train(training);
    }
}
