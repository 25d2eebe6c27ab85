using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Types, devices, dictionaries, averaging, hooks and containers.</summary>
public class StateTests
{
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Moving_to_a_type_leaves_the_counter_int64(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        L2BatchNorm2d[] layers = [nn.L2BatchNorm2d(3).to(type), nn.L2BatchNorm2d(3).to(CPU, type), nn.L2BatchNorm2d(3, dtype: type)];
        foreach (L2BatchNorm2d layer in layers)
        {
            Assert.All([.. layer.parameters(), layer.running_mean!, layer.running_var!], tensor => Assert.Equal(type, tensor.dtype));
            Assert.Equal(ScalarType.Int64, layer.num_batches_tracked!.dtype);
            Assert.Equal(type, layer.call(rand(4, 3, 2, 2).to(type)).dtype);
            Assert.Equal(1, layer.num_batches_tracked!.item<long>());
            Assert.Equal(5, layer.state_dict().Count);
        }
    }

    [Fact]
    public void Moving_inside_a_model_keeps_gradients_and_names()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(("conv", nn.Conv2d(2, 3, 1)), ("norm", nn.L2BatchNorm2d(3)));
        model.call(rand(4, 2, 3, 3)).sum().backward();
        model.to(ScalarType.Float64);
        var norm = (L2BatchNorm2d)model[1];
        Assert.Equal(ScalarType.Float64, norm.weight!.grad!.dtype);
        string[] names = ["norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"];
        Assert.Equal(names, model.state_dict().Keys.Skip(2));
        Assert.Same(norm.weight, model.state_dict()["norm.weight"]);
        Assert.Equal(ScalarType.Float64, model.call(rand(4, 2, 3, 3, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void Integer_types_are_refused() => Assert.Throws<ArgumentException>(() => nn.L2BatchNorm2d(3).to(ScalarType.Int32));

    [Theory]
    [InlineData(ScalarType.Float16, 2e-3)]
    [InlineData(ScalarType.BFloat16, 1.6e-2)]
    public void Sixteen_bit_data_is_computed_in_float32(ScalarType type, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Tensors.Random(1, 4, 3, 5, 5).to(type);
        using L2BatchNorm2d reference = nn.L2BatchNorm2d(3);
        Tensor expected = reference.call(x.to(ScalarType.Float32));
        using L2BatchNorm2d mixed = nn.L2BatchNorm2d(3);
        Tensor y = mixed.call(x.requires_grad_());
        y.backward([ones_like(y)]);
        Assert.Equal((type, type, ScalarType.Float32), (y.dtype, x.grad!.dtype, mixed.weight!.grad!.dtype));
        AssertNear.Same(expected, y, 3 * tolerance);
        AssertNear.Same(reference.running_mean!, mixed.running_mean!, 1e-7);
        using L2BatchNorm2d narrow = nn.L2BatchNorm2d(3, dtype: type);
        AssertNear.Same(expected, narrow.call(x), 3 * tolerance);
        AssertNear.Same(reference.running_var!, narrow.running_var!, tolerance);
    }

    [Fact]
    public void Batch_norm_dictionaries_load_by_name()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm2d batchNorm = nn.BatchNorm2d(3);
        batchNorm.call(rand(4, 3, 2, 2));
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        (IList<string> missing, IList<string> unexpected) = layer.load_state_dict(batchNorm.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        AssertNear.Same(batchNorm.running_mean!, layer.running_mean!, 0);
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Dictionaries_without_the_counter_load_strictly()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        Dictionary<string, Tensor> old = Without(nn.L2BatchNorm2d(3).state_dict(), "num_batches_tracked");
        Assert.Empty(layer.load_state_dict(old).missing_keys);
        using Sequential model = nn.Sequential(nn.Conv2d(2, 3, 1), nn.L2BatchNorm2d(3));
        using Sequential other = nn.Sequential(nn.Conv2d(2, 3, 1), nn.L2BatchNorm2d(3));
        Dictionary<string, Tensor> whole = Without(other.state_dict(), "1.num_batches_tracked");
        Assert.Empty(NormCheckpoint.Load(model, whole).Missing);
        AssertNear.Same(whole["0.weight"], model.state_dict()["0.weight"], 0);
        Assert.Throws<InvalidOperationException>(() => NormCheckpoint.Load(model, Without(whole, "1.bias")));
        Assert.Equal(["1.bias"], NormCheckpoint.Load(model, Without(whole, "1.bias"), strict: false).Missing);
    }

    [Fact]
    public void Loading_checks_before_it_copies()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        Dictionary<string, Tensor> state = Copy(layer.state_dict());
        state["weight"] = ones(3) * 5;
        state["running_mean"] = ones(1);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => layer.load_state_dict(state)).Message, StringComparison.Ordinal);
        state["running_mean"] = ones(3);
        state["running_var"] = tensor(new[] { 1f, -1f, 1f });
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => layer.load_state_dict(state)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1], Tensors.Values(layer.weight!));
        state.Remove("running_var");
        Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(state));
        Assert.Equal(["running_var"], layer.load_state_dict(state, strict: false).missing_keys);
        Assert.Equal([5, 5, 5], Tensors.Values(layer.weight!));
    }

    [Fact]
    public void Parameters_and_buffers_can_be_averaged()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        using L2BatchNorm2d average = nn.L2BatchNorm2d(3);
        for (int step = 0; step < 3; step++)
        {
            layer.call(Tensors.Random(step, 4, 3, 2, 2).to(ScalarType.Float32));
            using IDisposable _ = no_grad();
            foreach ((string name, Tensor tensor) in average.state_dict())
            {
                if (tensor.is_floating_point())
                    tensor.lerp_(layer.state_dict()[name], 0.5);
                else
                    tensor.copy_(layer.state_dict()[name]);
            }
        }

        average.eval();
        Assert.Equal(3, average.num_batches_tracked!.item<long>());
        Assert.True((average.running_mean! - layer.running_mean!).abs().max().item<float>() > 0);
        Assert.Equal([4, 3, 2, 2], average.call(rand(4, 3, 2, 2)).shape);
    }

    [Fact]
    public void Hooks_run_and_can_change_input_and_output()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        int calls = 0;
        HookRemover before = layer.register_forward_pre_hook((_, x) =>
        {
            calls++;
            return x;
        });
        layer.register_forward_hook((_, _, y) => y + 100);
        Assert.True(layer.call(rand(4, 3, 2, 2)).min().item<float>() > 50);
        before.remove();
        layer.call(rand(4, 3, 2, 2));
        Assert.Equal(1, calls);
        Assert.True(layer.forward(rand(4, 3, 2, 2)).min().item<float>() < 50);
    }

    [Fact]
    public void Mode_follows_the_model()
    {
        using Sequential model = nn.Sequential(nn.L2BatchNorm2d(3), nn.ReLU());
        var layer = (L2BatchNorm2d)model[0];
        model.eval();
        Assert.False(layer.training);
        model.train();
        Assert.True(layer.training);
    }

    [Fact]
    public void Saving_and_loading_a_file_gives_the_same_outputs()
    {
        using DisposeScope scope = NewDisposeScope();
        using var file = new MemoryStream();
        using Sequential model = nn.Sequential(nn.Conv2d(2, 3, 1), nn.L2BatchNorm2d(3));
        using Sequential copy = nn.Sequential(nn.Conv2d(2, 3, 1), nn.L2BatchNorm2d(3));
        model.call(rand(4, 2, 3, 3));
        using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
            model.save(writer);
        file.Position = 0;
        copy.load(file);
        model.eval();
        copy.eval();
        Tensor x = rand(2, 2, 3, 3);
        AssertNear.Same(model.call(x), copy.call(x), 0);
    }

    [Fact]
    public void Reset_puts_everything_back()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        layer.call(rand(4, 3, 2, 2));
        layer.call(zeros(4, 3, 2, 2));
        using (no_grad())
            layer.weight!.fill_(7);
        layer.reset_running_stats();
        Assert.Equal([0, 0, 0], Tensors.Values(layer.running_mean!));
        Assert.Equal([1, 1, 1], Tensors.Values(layer.running_var!));
        Assert.Equal((0, 0), (layer.num_batches_tracked!.item<long>(), layer.small_norm_samples));
        Assert.Equal([7, 7, 7], Tensors.Values(layer.weight!));
        layer.reset_parameters();
        Assert.Equal([1, 1, 1], Tensors.Values(layer.weight!));
    }

    private static Dictionary<string, Tensor> Copy(Dictionary<string, Tensor> state) =>
        state.ToDictionary(item => item.Key, item => item.Value.detach().clone());

    private static Dictionary<string, Tensor> Without(Dictionary<string, Tensor> state, string name)
    {
        Dictionary<string, Tensor> copy = Copy(state);
        copy.Remove(name);
        return copy;
    }
}
