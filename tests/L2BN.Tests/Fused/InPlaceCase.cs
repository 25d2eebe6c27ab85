using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests.Fused;

/// <summary>What a change can reach between the passes.</summary>
internal sealed record PassState(nn.Module<Tensor, Tensor> Layer, Tensor Input, Tensor Output);

/// <summary>A change in place.</summary>
/// <param name="Name">What it changes.</param>
/// <param name="MayDiffer">Whether BatchNorm's backward reads it and the layer's does not.</param>
/// <param name="Apply">Makes it.</param>
internal sealed record InPlaceChange(string Name, bool MayDiffer, Action<PassState> Apply);

/// <summary>A layer, an input and some changes, drawn from a seed.</summary>
internal sealed class InPlaceCase
{
    private const int Channels = 3, MostChanges = 3;

    private static readonly InPlaceChange[] s_changes =
    [
        new("input", false, pass => WithoutGrad(() => pass.Input.Plus_(1))),
        new("sample of the input", false, pass => WithoutGrad(() => pass.Input[0].zero_())),
        new("alias of the input", false, pass => pass.Input.detach().Times_(2)),
        new("input by the output", false, pass => WithoutGrad(() => pass.Input.Plus_(pass.Output))),
        new("output", false, pass => pass.Output.Plus_(1)),
        new("alias of the output", false, pass => pass.Output.detach().Fill_(0)),
        new("bias", false, pass => ChangeParameter(pass, "bias")),
        new("weight", true, pass => ChangeParameter(pass, "weight")),
        new(
            "statistics",
            true,
            pass => WithoutGrad(() => pass.Layer.named_buffers().Single(buffer => buffer.name == "running_var").buffer.Times_(2))),
        new(
            "counter",
            false,
            pass => WithoutGrad(() => pass.Layer.named_buffers().Single(buffer => buffer.name == "num_batches_tracked").buffer.Fill_(7))),
        new("state dictionary", true, LoadState),
        new("optimizer step", true, StepOptimizer),
        new("mode", false, pass => pass.Layer.train(!pass.Layer.training)),
        new("another forward", false, pass => pass.Layer.call(pass.Input.detach()).Dispose()),
    ];

    private readonly int _seed;
    private readonly long[] _size;
    private readonly ScalarType _type;
    private readonly bool _training, _affine, _inputGradient, _weightGradient, _isLeaf, _channelsLast, _isStrided;

    internal InPlaceCase(int seed)
    {
        var random = new Random(seed);
        bool Draw() => random.Next(2) == 0;
        _seed = seed;
        _size = [random.Next(2, 5), Channels, .. Enumerable.Range(0, random.Next(3)).Select(_ => (long)random.Next(2, 6))];
        _type = Draw() ? ScalarType.Float32 : ScalarType.Float64;
        (_training, _affine, _weightGradient, _isLeaf, _channelsLast) = (Draw(), random.Next(4) > 0, Draw(), Draw(), Draw());
        _inputGradient = !_affine || random.Next(4) > 0;
        _isStrided = random.Next(4) == 0;
        Changes = [.. Enumerable.Range(0, random.Next(MostChanges + 1)).Select(_ => s_changes[random.Next(s_changes.Length)])];
    }

    internal IReadOnlyList<InPlaceChange> Changes { get; }

    /// <summary>Whether backward may succeed where BatchNorm's raises: it reads a copy of a strided input, and no weight or
    /// statistics.</summary>
    internal bool MayDiffer =>
        _isStrided
        || (Changes.Any(change => change.MayDiffer) && !Changes.Any(change => change.Name.Contains("input", StringComparison.Ordinal)));

    private bool Is2d => _size.Length == 4;

    public override string ToString() =>
        $"seed {_seed}, size [{string.Join(", ", _size)}], training {_training}, strided {_isStrided}, changed "
            + $"{string.Join(", ", Changes.Select(change => change.Name))}";

    internal nn.Module<Tensor, Tensor> CreateBatchNorm() => Configure(Is2d
        ? TorchBatchNorm.Create2d(Channels, 1e-5, 0.1, _affine)
        : TorchBatchNorm.Create1d(Channels, 1e-5, 0.1, _affine));

    internal nn.Module<Tensor, Tensor> CreateL2BatchNorm() => Configure(Is2d
        ? new L2BatchNorm2d(Channels, affine: _affine)
        : new L2BatchNorm1d(Channels, affine: _affine));

    internal Tensor CreateInput()
    {
        Tensor x = _isStrided
            ? Tensors.Random(_seed, [.. _size, 2]).select(_size.Length, 0)
            : Tensors.Of(Tensors.Normal(_seed, _size), _size, channelsLast: _channelsLast);
        return x.to(_type).detach().requires_grad_(_inputGradient);
    }

    internal Tensor CreateGradient() => Tensors.Random(_seed + 1, _size).to(_type);

    /// <summary>The input itself, or one that an operator computed from it, with its strides.</summary>
    internal Tensor Prepare(Tensor leaf) => _isLeaf ? leaf : leaf.alias().Plus(0);

    private nn.Module<Tensor, Tensor> Configure(nn.Module<Tensor, Tensor> layer)
    {
        layer.to(_type);
        layer.train(_training);
        foreach ((string name, Parameter parameter) in layer.named_parameters())
            parameter.requires_grad = name == "bias" || _weightGradient;
        return layer;
    }

    private static void WithoutGrad(Action action)
    {
        using IDisposable _ = no_grad();
        action();
    }

    private static void ChangeParameter(PassState pass, string name) => WithoutGrad(() =>
    {
        foreach ((string own, Parameter parameter) in pass.Layer.named_parameters())
        {
            if (own == name)
                parameter.Times_(3);
        }
    });

    private static void LoadState(PassState pass) =>
        pass.Layer.load_state_dict(pass.Layer.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone()));

    private static void StepOptimizer(PassState pass)
    {
        Parameter[] trained = [.. pass.Layer.parameters().Where(parameter => parameter.requires_grad)];
        if (trained.Length == 0)
            return;
        foreach (Parameter parameter in trained)
            parameter.grad = ones_like(parameter);
        using optim.Optimizer optimizer = optim.SGD(trained, 0.1);
        optimizer.step();
        foreach (Parameter parameter in trained)
            parameter.grad = null;
    }
}
