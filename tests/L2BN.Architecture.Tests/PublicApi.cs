using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace L2BN.Architecture.Tests;

/// <summary>What users of an assembly can see, a line each, in the order of names.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Reads an assembly.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dependencies">A folder with what it depends on.</param>
    public static IEnumerable<string> Read(string path, string dependencies)
    {
        AssemblyLoadContext context = new(Path.GetFileName(path));
        context.Resolving += (own, name) =>
            Path.Combine(dependencies, $"{name.Name}.dll") is var file && File.Exists(file) ? own.LoadFromAssemblyPath(file) : null;
        return context.LoadFromAssemblyPath(path).GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal);
    }

    /// <summary>The lines of one type: itself, and what it declares.</summary>
    public static IEnumerable<string> Lines(Type type)
    {
        string name = $"{type}";
        IEnumerable<string> interfaces =
            type.GetInterfaces().Where(item => item.IsVisible).Select(item => $"{item}").Order(StringComparer.Ordinal);
        yield return $"{name}: {string.Join(", ", [$"{type.BaseType}", .. interfaces])}{Modifiers(type)}";
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            if (Line(member) is string line)
                yield return $"{name}.{line}";
        }
    }

    private static string? Line(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) && !field.IsSpecialName =>
            $"{field}{(field.IsStatic ? " static" : "")}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
        PropertyInfo property => Accessors(property) is { Length: > 0 } accessors ? $"{property} {{ {accessors} }}" : null,
        EventInfo { AddMethod: MethodInfo add } shown => IsVisible(add) ? $"{shown} event" : null,
        MethodBase method when IsVisible(method) && !IsAccessor(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"{method}{(method.IsStatic ? " static" : "")}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property) => string.Join(" ", new[]
    {
        property.GetMethod is MethodInfo get && IsVisible(get) ? get.IsStatic ? "static get;" : "get;" : null,
        property.SetMethod is MethodInfo set && IsVisible(set) ? IsInit(set) ? "init;" : "set;" : null,
    }.OfType<string>());

    private static bool IsInit(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == nameof(IsExternalInit));

    private static bool IsAccessor(MethodBase method) =>
        method.IsSpecialName && !method.IsConstructor && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Modifiers(Type type) =>
        type.IsAbstract && type.IsSealed ? " static" : type.IsAbstract ? " abstract" : type.IsSealed ? " sealed" : "";
}
