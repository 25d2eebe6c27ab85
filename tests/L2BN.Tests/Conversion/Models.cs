using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests.Conversion;

/// <summary>Norms in every kind of slot, except those of the sealed type.</summary>
internal sealed class Everywhere : nn.Module<Tensor, Tensor>
{
    internal const int Norms = 9;

    private readonly nn.Module<Tensor, Tensor> _field = nn.BatchNorm2d(3);
    private readonly Sequential _sequential = nn.Sequential(("a", nn.ReLU()), ("norm", nn.BatchNorm2d(3)), ("b", nn.Identity()));
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _list = new(nn.Identity(), nn.BatchNorm2d(3));
    private readonly ModuleDict<nn.Module> _dictionary = nn.ModuleDict(("key", (nn.Module)nn.BatchNorm2d(3)), ("other", nn.Identity()));
    private readonly nn.Module<Tensor, Tensor>[] _array = [nn.BatchNorm2d(3), nn.Identity()];
    private readonly List<nn.Module> _plainList = [nn.BatchNorm2d(3)];
    private readonly Dictionary<string, nn.Module> _plainDictionary = new() { ["x"] = nn.BatchNorm2d(3) };
    private readonly nn.Module<Tensor, Tensor> _nested = new Nested();

    internal Everywhere() : base(nameof(Everywhere))
    {
        for (int i = 0; i < _array.Length; i++)
            register_module($"array{i}", _array[i]);
        register_module("plain", _plainList[0]);
        register_module("entry", _plainDictionary["x"]);
        RegisterComponents();
    }

    private IEnumerable<nn.Module<Tensor, Tensor>> InOrder =>
        [_field, _sequential, .. _list, As(_dictionary["key"]), .. _array, As(_plainList[0]), As(_plainDictionary["x"]), _nested];

    public override Tensor forward(Tensor x) => InOrder.Aggregate(x, (value, module) => module.call(value));

    private static nn.Module<Tensor, Tensor> As(nn.Module module) => (nn.Module<Tensor, Tensor>)module;

    private sealed class Nested : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner = nn.Sequential(nn.Sequential(nn.BatchNorm2d(3)), nn.ReLU());

        public Nested() : base(nameof(Nested))
        {
            Property = nn.BatchNorm2d(3);
            RegisterComponents();
        }

        private nn.Module<Tensor, Tensor> Property { get; }

        public override Tensor forward(Tensor x) => Property.call(_inner.call(x));
    }
}

/// <summary>A field of the sealed type between two that accept any module.</summary>
internal sealed class Sealed : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _first = nn.Conv2d(3, 3, 1);
    private readonly BatchNorm2d _norm = nn.BatchNorm2d(3);
    private readonly nn.Module<Tensor, Tensor> _last = nn.BatchNorm2d(3);

    internal Sealed() : base(nameof(Sealed)) => RegisterComponents();

    internal BatchNorm2d Norm => _norm;

    public override Tensor forward(Tensor x) => _last.call(_norm.call(_first.call(x)));
}

/// <summary>One norm under two names.</summary>
internal sealed class Shared : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _once;
    private readonly Sequential _twice;

    internal Shared() : base(nameof(Shared))
    {
        _once = nn.BatchNorm2d(3);
        _twice = nn.Sequential(_once, nn.ReLU());
        RegisterComponents();
    }

    internal nn.Module Once => _once;

    internal nn.Module Twice => (nn.Module)_twice[0];

    public override Tensor forward(Tensor x) => _twice.call(_once.call(x));
}

/// <summary>A BatchNorm with something of its own, which a rebuilt layer would lose.</summary>
internal sealed class OwnBatchNorm() : BatchNorm(3, 1e-5, 0.1, true, true, null, null, nameof(OwnBatchNorm))
{
    public override Tensor forward(Tensor input) => base.forward(input) * 2;

    protected override void ValidateInputDimensions(Tensor input)
    {
    }
}

/// <summary>Fields of the sealed type, which take no replacement; the second may be used past its hooks.</summary>
internal sealed class SealedFields : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d first = nn.BatchNorm2d(3);
    private readonly BatchNorm2d second = nn.BatchNorm2d(3);
    private readonly bool _bypass;

    internal SealedFields(bool bypass) : base(nameof(SealedFields))
    {
        _bypass = bypass;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _bypass ? second.forward(first.call(x)) : second.call(first.call(x));
}

/// <summary>A norm that only a closure refers to.</summary>
internal sealed class Hidden : nn.Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> _forward;

    internal Hidden() : base(nameof(Hidden))
    {
        BatchNorm2d norm = nn.BatchNorm2d(3);
        register_module("norm", norm);
        _forward = norm.call;
    }

    public override Tensor forward(Tensor x) => _forward(x);
}
