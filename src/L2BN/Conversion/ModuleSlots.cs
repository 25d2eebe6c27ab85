using System.Collections;
using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace L2BN.Conversion;

/// <summary>One reference to a module: a field, an element of a container, an entry of a dictionary.</summary>
/// <param name="Parent">The module that the slot belongs to.</param>
/// <param name="Name">The name of the module in its parent.</param>
/// <param name="Description">The slot in words, for reports.</param>
/// <param name="Declared">The type that the slot is declared with; null where it can't be changed.</param>
/// <param name="Module">The module that it refers to.</param>
/// <param name="Set">Makes it refer to another module.</param>
internal sealed record NormSlot(nn.Module Parent, string Name, string Description, Type? Declared, nn.Module Module, Action<nn.Module> Set)
{
    internal bool Accepts(Type type) => Declared?.IsAssignableFrom(type) == true;

    /// <summary>Refers to the replacement from now on, also under the registered name, in the same position.</summary>
    internal void Replace(nn.Module old, nn.Module replacement)
    {
        Set(replacement);
        OrderedDict<string, nn.Module> registered = TorchInternals.GetSubmodules(Parent);
        for (int i = 0; i < registered.Count; i++)
        {
            if (ReferenceEquals(registered[i].Item2, old))
                registered[i] = (registered[i].Item1, replacement);
        }
    }
}

/// <summary>Finds the slots of a module that refer to other modules.</summary>
internal sealed class ModuleSlots
{
    private readonly nn.Module _parent;
    private readonly Dictionary<nn.Module, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<NormSlot> _slots = [];

    private ModuleSlots(nn.Module parent)
    {
        _parent = parent;
        foreach ((string name, nn.Module module) in parent.named_children())
            _names.TryAdd(module, name);
    }

    internal static IReadOnlyList<NormSlot> Find(nn.Module parent)
    {
        var finder = new ModuleSlots(parent);
        finder.AddContainer();
        foreach (FieldInfo field in TorchInternals.GetFields(parent))
            finder.AddField(field);
        finder.AddRegisteredOnly();
        return finder._slots;
    }

    private void AddContainer()
    {
        if (_parent is Sequential chain)
            AddList("Sequential", TorchInternals.GetSequence(chain));
        if (GetElementType(typeof(ModuleList<>)) is Type item)
            InvokeGeneric(nameof(AddModuleList), item);
        if (GetElementType(typeof(ModuleDict<>)) is Type value)
            InvokeGeneric(nameof(AddModuleDict), value);
    }

    private Type? GetElementType(Type container)
    {
        Type? type = _parent.GetType();
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == container))
            type = type.BaseType;
        return type?.GetGenericArguments()[0];
    }

    private void InvokeGeneric(string method, Type type) =>
        typeof(ModuleSlots).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(this, null);

    private void AddModuleList<T>() where T : nn.Module
    {
        var list = (ModuleList<T>)_parent;
        for (int i = 0; i < list.Count; i++)
        {
            int index = i;
            Add(list[i], $"{i}", $"ModuleList<{typeof(T).Name}>", typeof(T), module => list[index] = (T)module);
        }
    }

    private void AddModuleDict<T>() where T : nn.Module
    {
        var dictionary = (ModuleDict<T>)_parent;
        foreach (string key in dictionary.Keys)
            Add(dictionary[key], key, $"ModuleDict<{typeof(T).Name}>", typeof(T), module => dictionary[key] = (T)module);
    }

    private void AddField(FieldInfo field)
    {
        string description = $"The field '{field.Name}' of type {field.FieldType.Name}";
        switch (field.GetValue(_parent))
        {
            case nn.Module module:
                Add(module, field.ComponentName(), description, field.FieldType, value => field.SetValue(_parent, value));
                break;
            case IDictionary dictionary:
                AddDictionary(field, dictionary);
                break;
            case IList list:
                AddList(field.Name, list);
                break;
        }
    }

    private void AddDictionary(FieldInfo field, IDictionary dictionary)
    {
        Type? declared = dictionary.IsReadOnly ? null : GetTypeArgument(dictionary, typeof(IDictionary<,>), 1);
        string description = $"The dictionary '{field.Name}'";
        foreach (object key in dictionary.Keys.Cast<object>().ToList())
        {
            if (dictionary[key] is nn.Module value)
                Add(value, $"{field.Name}.{key}", description, declared, module => dictionary[key] = module);
        }
    }

    private void AddList(string name, IList list)
    {
        Type element = GetTypeArgument(list, typeof(IList<>), 0);
        if (element.IsValueType || element == typeof(string))
            return;
        Type? declared = list.IsReadOnly ? null : element;
        for (int i = 0; i < list.Count; i++)
        {
            int index = i;
            if (list[i] is nn.Module item)
                Add(item, $"{name}.{i}", $"'{name}'", declared, module => list[index] = module);
            else if (list[i] is IList inner)
                AddList($"{name}.{i}", inner);
        }
    }

    // forward then uses a reference that can't be found, in a closure for instance: swapping the registration alone would change nothing.
    private void AddRegisteredOnly()
    {
        HashSet<nn.Module> found = new(_slots.Select(slot => slot.Module), ReferenceEqualityComparer.Instance);
        foreach ((nn.Module module, string name) in _names)
        {
            if (!found.Contains(module))
                Add(module, name, $"'{name}', registered but in no field,", null, _ => { });
        }
    }

    private void Add(nn.Module module, string name, string description, Type? declared, Action<nn.Module> set) =>
        _slots.Add(new(_parent, _names.GetValueOrDefault(module, name), description, declared, module, set));

    /// <summary>The element type of a container: a type argument of the generic interface that it implements.</summary>
    private static Type GetTypeArgument(object container, Type definition, int index) => container.GetType().GetInterfaces()
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == definition)
        ?.GetGenericArguments()[index] ?? typeof(object);
}
