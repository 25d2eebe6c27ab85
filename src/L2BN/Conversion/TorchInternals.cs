using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>All access by reflection to TorchSharp's modules, which have no public way to replace a module in its parent.</summary>
internal static class TorchInternals
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FieldInfo s_submodules = Field(typeof(nn.Module), "_internal_submodules");
    private static readonly FieldInfo s_parameters = Field(typeof(nn.Module), "_internal_params");
    private static readonly FieldInfo s_buffers = Field(typeof(nn.Module), "_internal_buffers");
    private static readonly FieldInfo s_deviceType = Field(typeof(nn.Module), "_deviceType");
    private static readonly FieldInfo s_deviceIndex = Field(typeof(nn.Module), "_deviceIndex");
    private static readonly FieldInfo s_sequence = Field(typeof(Sequential), "_modules");
    private static readonly FieldInfo[] s_state =
        Fields(typeof(NormBase), "_weight", "_bias", "_running_mean", "_running_var", "_num_batches_tracked");

    private static readonly FieldInfo[] s_hooks =
        Fields(typeof(nn.Module<Tensor, Tensor>).BaseType!, "pre_hooks", "post_hooks", "module_pre_hooks", "module_post_hooks");

    /// <summary>The fields of a module's class, without those of TorchSharp's own classes.</summary>
    internal static IEnumerable<FieldInfo> GetFields(nn.Module module)
    {
        for (Type? type = module.GetType(); type is not null && type.Assembly != typeof(nn.Module).Assembly; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Declared))
                yield return field;
        }
    }

    internal static OrderedDict<string, nn.Module> GetSubmodules(nn.Module module) =>
        (OrderedDict<string, nn.Module>)s_submodules.GetValue(module)!;

    internal static List<nn.IModule<Tensor, Tensor>> GetSequence(Sequential sequential) =>
        (List<nn.IModule<Tensor, Tensor>>)s_sequence.GetValue(sequential)!;

    internal static void CopyDevice(nn.Module from, nn.Module to)
    {
        s_deviceType.SetValue(to, s_deviceType.GetValue(from));
        s_deviceIndex.SetValue(to, s_deviceIndex.GetValue(from));
    }

    /// <summary>Both modules then share their tables of hooks, so that a handle of the first still removes its hook.</summary>
    internal static void ShareHooks(nn.Module<Tensor, Tensor> from, nn.Module<Tensor, Tensor> to)
    {
        foreach (FieldInfo hooks in s_hooks)
            hooks.SetValue(to, hooks.GetValue(from));
    }

    /// <summary>Removes the tensors from a norm and returns them: the norm's finalizer would dispose those left in it.</summary>
    internal static NormTensors TakeState(NormBase norm)
    {
        object?[] state = [.. s_state.Select(field => field.GetValue(norm))];
        foreach (FieldInfo field in s_state)
            field.SetValue(norm, null);
        ((OrderedDict<string, Parameter>)s_parameters.GetValue(norm)!).Clear();
        ((OrderedDict<string, (Tensor, bool)>)s_buffers.GetValue(norm)!).Clear();
        return new((Parameter?)state[0], (Parameter?)state[1], (Tensor?)state[2], (Tensor?)state[3], (Tensor?)state[4]);
    }

    private static FieldInfo[] Fields(Type type, params string[] names) => [.. names.Select(name => Field(type, name))];

    private static FieldInfo Field(Type type, string name) => type.GetField(name, Declared) ?? throw Missing(type, name);

    private static NotSupportedException Missing(Type type, string name) => new(
        $"Conversion: expected {type.Name}.{name}, as in TorchSharp 0.107, got TorchSharp {type.Assembly.GetName().Version} without it.");
}
