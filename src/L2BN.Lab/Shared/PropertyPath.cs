using System.Linq.Expressions;
using System.Reflection;

namespace L2BN.Lab.Shared;

/// <summary>A property of an object, or of an object in it, as <c>options => options.Training.Epochs</c>: read for defaults, set when a
/// command line is bound.</summary>
internal sealed class PropertyPath<T, TValue>
{
    private readonly PropertyInfo[] _owners;
    private readonly PropertyInfo _property;

    public PropertyPath(Expression<Func<T, TValue>> path)
    {
        List<PropertyInfo> properties = [];
        Expression? step = path.Body;
        for (; step is MemberExpression { Member: PropertyInfo property } member; step = member.Expression)
            properties.Insert(0, property);
        if (properties.Count == 0 || step is not ParameterExpression)
            throw new ArgumentException($"Expected a property such as options => options.Name, got {path}.", nameof(path));
        _owners = [.. properties[..^1]];
        _property = properties[^1];
    }

    public TValue Get(T target) => (TValue)_property.GetValue(Owner(target))!;

    /// <summary>Sets the property, which may be init-only.</summary>
    public void Set(T target, TValue value) => _property.SetValue(Owner(target), value);

    private object Owner(T target) => _owners.Aggregate((object)target!, (owner, property) => property.GetValue(owner)!);
}
