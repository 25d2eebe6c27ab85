using System.Collections.ObjectModel;
using L2BN.Conversion;
using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests.Conversion;

public class ConversionTests
{
    [Fact]
    public void Norms_are_swapped_in_every_kind_of_slot()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Everywhere();
        string[] names = [.. model.state_dict().Keys];
        Tensor[] state = [.. model.state_dict().Values];
        ConversionReport report = NormConversion.ToL2BN(model);
        Assert.Equal((Everywhere.Norms, 0), (report.Swapped.Count, report.Unfused.Count));
        Assert.Equal((0, 0), (report.Unreached.Count, report.Skipped.Count));
        Assert.True(report.IsComplete);
        Assert.Equal(names, model.state_dict().Keys);
        Assert.True(state.Zip(model.state_dict().Values).All(pair => ReferenceEquals(pair.First, pair.Second)));
        Assert.DoesNotContain(model.modules(), module => module is BatchNorm);
        Assert.Equal(Everywhere.Norms, model.modules().OfType<L2BatchNorm2d>().Count());
        model.call(Input()).sum().backward();
        Assert.All(model.modules().OfType<L2BatchNorm2d>(), norm => Assert.Equal(1, norm.num_batches_tracked!.item<long>()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hook_that_the_model_bypasses_is_found(bool bypass)
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new SealedFields(bypass);
        Assert.Empty(NormConversion.FindBypassed(model, [3, 4, 4]));
        Assert.Equal(2, NormConversion.ToL2BN(model).Unfused.Count);
        Assert.Equal(bypass ? ["second"] : [], NormConversion.FindBypassed(model, [3, 4, 4]));
        Assert.True(model.training);
        Assert.All(model.modules().OfType<BatchNorm2d>(), norm => Assert.Equal(0, norm.num_batches_tracked!.item<long>()));
    }

    [Fact]
    public void There_and_back_is_the_same_model()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Everywhere();
        model.call(Input());
        model.eval();
        Tensor before = model.call(Input());
        string[] names = [.. model.state_dict().Keys];
        NormConversion.ToL2BN(model);
        Assert.NotEqual(Tensors.Values(before), Tensors.Values(model.call(Input())));
        Assert.Equal(Everywhere.Norms, NormConversion.ToBatchNorm(model).Swapped.Count);
        Assert.Equal(names, model.state_dict().Keys);
        Assert.Equal(Tensors.Values(before), Tensors.Values(model.call(Input())));
        Assert.DoesNotContain(model.modules(), module => module is L2BatchNorm);
    }

    [Fact]
    public void Options_state_mode_and_hooks_are_preserved()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(nn.BatchNorm3d(3, 1e-3, 0.2), nn.BatchNorm1d(4, affine: false, track_running_stats: false));
        var batchNorm = (BatchNorm3d)model[0];
        int calls = 0;
        HookRemover hook = batchNorm.register_forward_hook((_, _, y) =>
        {
            calls++;
            return y;
        });
        batchNorm.weight!.requires_grad = false;
        batchNorm.momentum = null;
        model.to(ScalarType.Float64);
        batchNorm.eval();
        (Parameter weight, Tensor counter) = (batchNorm.weight, batchNorm.num_batches_tracked!);
        NormConversion.ToL2BN(model, scale: FeatureScale.Unit);
        var l2bn = (L2BatchNorm3d)model[0];
        Assert.Equal((1e-3, null, true, FeatureScale.Unit, false), (l2bn.eps, l2bn.momentum, l2bn.affine, l2bn.scale, l2bn.training));
        Assert.Same(weight, l2bn.weight);
        Assert.False(l2bn.weight!.requires_grad);
        Assert.Equal((ScalarType.Float64, ScalarType.Int64), (l2bn.running_var!.dtype, l2bn.num_batches_tracked!.dtype));
        Assert.Same(counter, l2bn.num_batches_tracked);
        l2bn.call(Tensors.Random(1, 2, 3, 2, 2, 2));
        hook.remove();
        l2bn.call(Tensors.Random(1, 2, 3, 2, 2, 2));
        Assert.Equal(1, calls);
        var second = (L2BatchNorm1d)model[1];
        Assert.Equal((false, false, true), (second.affine, second.track_running_stats, second.training));
    }

    [Fact]
    public void Counters_in_another_type_become_int64()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(nn.BatchNorm2d(3, dtype: ScalarType.Float64));
        NormConversion.ToL2BN(model);
        Assert.Equal(ScalarType.Int64, ((L2BatchNorm2d)model[0]).num_batches_tracked!.dtype);
    }

    [Fact]
    public void Optimizers_go_on_with_the_same_parameters()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(nn.Conv2d(3, 3, 1), nn.BatchNorm2d(3));
        using SGD optimizer = optim.SGD(model.parameters(), 0.1);
        NormConversion.ToL2BN(model);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        (model.call(Input()) * Input()).sum().backward();
        optimizer.step();
        Assert.NotEqual([1, 1, 1], Tensors.Values(((L2BatchNorm2d)model[1]).weight!));
    }

    [Fact]
    public void Fields_of_the_sealed_type_get_a_hook_that_computes_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Sealed();
        using L2BatchNorm2d reference = nn.L2BatchNorm2d(3);
        ConversionReport report = NormConversion.ToL2BN(model, (name, _) => name == "_norm");
        Assert.Equal(["_norm"], report.Unfused.Select(norm => norm.Name));
        Assert.Equal(["_last"], report.Skipped);
        Assert.Contains("unfused: _norm (BatchNorm2d)", report.ToString(), StringComparison.Ordinal);
        for (int step = 0; step < 3; step++)
            AssertNear.Same(reference.call(Input(step)), model.Norm.call(Input(step)), 1e-6);
        AssertNear.Same(reference.running_var!, model.Norm.running_var!, 1e-6);
        Tensor input = Input();
        Assert.Equal(0, LiveTensors.LeftBy(() => model.Norm.call(input).Dispose()));
        Assert.Single(NormConversion.ToL2BN(model, (name, _) => name == "_norm").Unfused);
        AssertNear.Same(reference.call(input), model.Norm.call(input), 1e-6);
        Assert.Single(NormConversion.ToBatchNorm(model).Unfused);
        AssertNear.Same(F.batch_norm(Input(), null, null, training: true), model.Norm.call(Input()), 1e-6);
        Assert.True(NormConversion.ToBatchNorm(model) is { Swapped.Count: 0, Unfused.Count: 0, Unreached.Count: 0 });
    }

    [Fact]
    public void Shared_norms_stay_shared()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Shared();
        ConversionReport report = NormConversion.ToL2BN(model);
        Assert.Equal("_once", Assert.Single(report.Swapped).Name);
        Assert.Same(model.Once, model.Twice);
        model.call(Input());
        Assert.Equal(2, ((L2BatchNorm2d)model.Once).num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Filter_gets_name_and_module()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Everywhere();
        var seen = new List<string>();
        ConversionReport report = NormConversion.ToL2BN(model, (name, module) =>
        {
            seen.Add(name);
            return module is BatchNorm2d { num_features: 3 } && name.StartsWith("_nested", StringComparison.Ordinal);
        });
        Assert.Equal(Everywhere.Norms, seen.Count);
        Assert.All(seen, name => Assert.Contains(name + ".weight", model.state_dict().Keys));
        string[] swapped = [.. report.Swapped.Select(norm => norm.Name).OrderDescending(StringComparer.Ordinal)];
        Assert.Equal(["_nested._inner.0.0", "_nested.<Property>k__BackingField"], swapped);
        Assert.Equal(Everywhere.Norms - 2, report.Skipped.Count);
    }

    [Fact]
    public void What_can_not_be_converted_is_reported()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("the model itself", Reason(NormConversion.ToL2BN(nn.BatchNorm2d(3))), StringComparison.Ordinal);
        Assert.Contains("subclass", Reason(NormConversion.ToL2BN(nn.Sequential(new OwnBatchNorm()))), StringComparison.Ordinal);
        Assert.Contains("activation", Reason(NormConversion.ToBatchNorm(nn.Sequential(new L2BatchNormAct(3)))), StringComparison.Ordinal);
        Assert.Contains("momentum", Reason(NormConversion.ToL2BN(nn.Sequential(nn.BatchNorm2d(3, 1e-5, -1)))), StringComparison.Ordinal);
        using var fixedList = new ReadOnlyList();
        Assert.Equal("_norms.0", Assert.Single(NormConversion.ToL2BN(fixedList).Unfused).Name);
        using var l2bn = new OwnField();
        string reason = Reason(NormConversion.ToBatchNorm(l2bn));
        Assert.Contains("'_norm' of type L2BatchNorm2d can't refer to a BatchNorm2d", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_that_only_a_closure_refers_to_get_the_hook()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new Hidden();
        Assert.Equal("norm", Assert.Single(NormConversion.ToL2BN(model).Unfused).Name);
        using L2BatchNorm2d reference = nn.L2BatchNorm2d(3);
        AssertNear.Same(reference.call(Input()), model.call(Input()), 1e-6);
    }

    [Fact]
    public void Instance_norms_are_left_alone() =>
        Assert.Empty(NormConversion.ToL2BN(nn.Sequential(nn.InstanceNorm2d(3, track_running_stats: true), nn.GroupNorm(1, 3))).Swapped);

    private static string Reason(ConversionReport report)
    {
        Assert.False(report.IsComplete);
        Assert.Empty(report.Swapped);
        return Assert.Single(report.Unreached).Reason;
    }

    private static Tensor Input(int seed = 1) => Tensors.Random(seed, 4, 3, 2, 2).to(ScalarType.Float32);

    private sealed class ReadOnlyList : nn.Module<Tensor, Tensor>
    {
        private readonly ReadOnlyCollection<nn.Module<Tensor, Tensor>> _norms = new([nn.BatchNorm2d(3)]);

        internal ReadOnlyList() : base(nameof(ReadOnlyList)) => RegisterComponents();

        public override Tensor forward(Tensor x) => _norms[0].call(x);
    }

    private sealed class OwnField : nn.Module<Tensor, Tensor>
    {
        private readonly L2BatchNorm2d _norm = nn.L2BatchNorm2d(3);

        internal OwnField() : base(nameof(OwnField)) => RegisterComponents();

        public override Tensor forward(Tensor x) => _norm.call(x);
    }
}
