using static TorchSharp.torch;

namespace L2BN;

/// <summary>One place that holds a module: a field, an element of a container, an entry of a dictionary.</summary>
/// <param name="Parent">The module the place belongs to.</param>
/// <param name="Name">The name of the held module in its parent.</param>
/// <param name="Description">The place in words, for reports.</param>
/// <param name="Declared">The type the place is declared with; null where nothing can be put.</param>
/// <param name="Module">What it holds.</param>
/// <param name="Set">Puts another module there.</param>
internal sealed record NormSlot(nn.Module Parent, string Name, string Description, Type? Declared, nn.Module Module, Action<nn.Module> Set)
{
    internal bool CanHold(Type type) => Declared?.IsAssignableFrom(type) == true;

    /// <summary>Puts the replacement into the place and under the registered name, in the same position.</summary>
    internal void Put(nn.Module old, nn.Module replacement)
    {
        Set(replacement);
        var registered = TorchInternals.Submodules(Parent);
        for (int i = 0; i < registered.Count; i++)
            if (ReferenceEquals(registered[i].Item2, old)) registered[i] = (registered[i].Item1, replacement);
    }
}
