using L2BN.Models.Audio;
using L2BN.Models.Images;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>The zoo: one list that maps a name to a model.</summary>
public static class ModelCatalog
{
    /// <summary>Every model, in the order in which they are listed to people.</summary>
    public static IReadOnlyList<ModelInfo> Entries { get; } = [.. ImageModels.Entries, .. AudioModels.Entries];

    /// <summary>The entry of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest one and all others.</exception>
    public static ModelInfo Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(Unknown(name));
    }

    /// <summary>
    /// Builds a model with freshly drawn weights, in training mode on the CPU. The draws come from torch's generator
    /// (<c>torch.manual_seed</c>) and are the same for every norm.
    /// </summary>
    /// <param name="name">A name of <see cref="Entries"/>.</param>
    /// <param name="options">Classes, input, norm.</param>
    /// <returns>A module from N×C×H×W samples to N×classes scores (before softmax).</returns>
    /// <exception cref="ArgumentException">Unknown name, or options that no model can have.</exception>
    public static Module<Tensor, Tensor> Create(string name, ModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Find(name).Create(options);
    }

    /// <summary>Names and sizes of the tensors that a model would have, without memory for them: for options that are not
    /// trusted.</summary>
    /// <param name="name">A name of <see cref="Entries"/>.</param>
    /// <param name="options">Classes, input, norm.</param>
    /// <exception cref="ArgumentException">Unknown name, or options that no model can have.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> ComputeShapes(string name, ModelOptions options)
    {
        Device before = get_default_device();
        set_default_device(new Device(DeviceType.META));
        try
        {
            using Module<Tensor, Tensor> model = Create(name, options);
            return model.state_dict().ToDictionary(item => item.Key, item => (IReadOnlyList<long>)item.Value.shape);
        }
        catch (Exception tooLarge) when (tooLarge is System.Runtime.InteropServices.ExternalException or OverflowException)
        {
            throw new ArgumentException(
                $"Expected a model whose tensors can exist, got {options.Classes} classes and {options.SampleInput}.",
                tooLarge);
        }
        finally
        {
            set_default_device(before);
        }
    }

    private static string Unknown(string name)
    {
        var names = Entries.Select(entry => entry.Name).ToList();
        return $"Unknown model '{name}'.{NearestName.Hint(name, names)} Models: {string.Join(", ", names)}.";
    }
}
