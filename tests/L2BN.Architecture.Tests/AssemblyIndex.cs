using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace L2BN.Architecture.Tests;

/// <summary>
/// What an assembly defines and what its code, signatures and attributes refer to, by name: <c>Namespace.Outer+Inner</c> for types, and
/// <c>type::member/parameters</c> for methods and fields. Overloads with the same number of parameters are one.
/// </summary>
internal sealed class AssemblyIndex
{
    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private readonly MetadataReader _reader;
    private readonly TypeNames _names;

    private AssemblyIndex(PEReader file)
    {
        _reader = file.GetMetadataReader();
        _names = new TypeNames(References);
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
            AddType(file, handle);
    }

    /// <summary>The types that are not visible outside of the assembly.</summary>
    public List<string> InternalTypes { get; } = [];

    /// <summary>Their methods and fields, and those of other types that are not visible outside; by key. Properties have the key of the
    /// property, whose accessors count as one.</summary>
    public HashSet<string> InternalMembers { get; } = [];

    /// <summary>Who refers to what: the user is a type or a member.</summary>
    public HashSet<(string User, string Used)> References { get; } = [];

    public static AssemblyIndex Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new AssemblyIndex(file);
    }

    private void AddType(PEReader file, TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        string name = TypeNames.GetName(_reader, handle);
        bool generated = name.Contains('<', StringComparison.Ordinal)
            || HasAttribute(type.GetCustomAttributes(), "CompilerGeneratedAttribute")
            || HasAttribute(type.GetCustomAttributes(), "GeneratedCodeAttribute");
        bool isInternal = !IsVisible(type);
        _names.User = name;
        AddSignatures(type);
        if (isInternal && !generated && !OnlyConstants(type))
            InternalTypes.Add(name);
        bool countMembers = !generated && !IsEnum(type);
        HashSet<EntityHandle> implementations =
            [.. type.GetMethodImplementations().Select(item => _reader.GetMethodImplementation(item).MethodBody)];
        foreach (FieldDefinitionHandle field in type.GetFields())
            AddField(name, field, countMembers, isInternal);
        foreach (MethodDefinitionHandle method in type.GetMethods())
            AddMethod(file, name, method, countMembers && !implementations.Contains(method), isInternal);
    }

    private void AddSignatures(TypeDefinition type)
    {
        Add(type.BaseType);
        foreach (InterfaceImplementationHandle item in type.GetInterfaceImplementations())
            Add(_reader.GetInterfaceImplementation(item).Interface);
        AddConstraints(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
    }

    private void AddField(string type, FieldDefinitionHandle handle, bool count, bool isInternal)
    {
        FieldDefinition field = _reader.GetFieldDefinition(handle);
        string name = _reader.GetString(field.Name);
        field.DecodeSignature(_names, null);
        AddAttributes(field.GetCustomAttributes());
        bool visible = (field.Attributes & FieldAttributes.FieldAccessMask)
            is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
        bool constant = field.Attributes.HasFlag(FieldAttributes.Literal);
        if (count && (isInternal || !visible) && !constant && !name.Contains('<', StringComparison.Ordinal))
            InternalMembers.Add($"{type}::{name}");
    }

    private void AddMethod(PEReader file, string type, MethodDefinitionHandle handle, bool count, bool isInternal)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        string key = Key(type, _reader.GetString(method.Name), method.Signature);
        _names.User = key;
        method.DecodeSignature(_names, null);
        AddConstraints(method.GetGenericParameters());
        AddAttributes(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress != 0)
            AddBody(file.GetMethodBody(method.RelativeVirtualAddress));
        bool visible = (method.Attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
        if (count && (isInternal || !visible) && IsCounted(method))
            InternalMembers.Add(key);
    }

    // Constructors belong to their type, overrides to what they override, what is generated to what it is generated for.
    private bool IsCounted(MethodDefinition method)
    {
        string name = _reader.GetString(method.Name);
        bool accessor = name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal);
        return !name.StartsWith('.') && !name.Contains('<', StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal)
            && !method.Attributes.HasFlag(MethodAttributes.Virtual)
            && (accessor || !HasAttribute(method.GetCustomAttributes(), "CompilerGeneratedAttribute"))
            && !HasAttribute(method.GetCustomAttributes(), "GeneratedCodeAttribute");
    }

    private void AddBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
        foreach (ExceptionRegion region in body.ExceptionRegions)
            Add(region.CatchType);
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            byte first = il.ReadByte();
            OpCode code = s_opCodes[first == 0xfe ? (short)(0xfe00 | il.ReadByte()) : first];
            if (code == OpCodes.Stfld || code == OpCodes.Stsfld)
                il.Offset += 4; // a field that is only written is not used
            else if (IsToken(code.OperandType))
                Add(MetadataTokens.EntityHandle(il.ReadInt32()));
            else if (code.OperandType == OperandType.InlineSwitch)
            {
                int targets = il.ReadInt32();
                il.Offset += 4 * targets;
            }
            else
                il.Offset += Size(code.OperandType);
        }
    }

    private static bool IsToken(OperandType type) =>
        type is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok;

    private static int Size(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                References.Add((_names.User, TypeName(handle)));
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                AddMember(TypeName(method.GetDeclaringType()), _reader.GetString(method.Name), method.Signature);
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                AddMember(TypeName(field.GetDeclaringType()), _reader.GetString(field.Name), default);
                break;
            case HandleKind.MemberReference:
                MemberReference member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                bool isField = member.GetKind() == MemberReferenceKind.Field;
                if (member.Parent.Kind is not (HandleKind.MethodDefinition or HandleKind.ModuleReference))
                    AddMember(TypeName(member.Parent), _reader.GetString(member.Name), isField ? default : member.Signature);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification generic = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                generic.DecodeSignature(_names, null);
                Add(generic.Method);
                break;
        }
    }

    private void AddMember(string type, string name, BlobHandle signature)
    {
        References.Add((_names.User, type));
        References.Add((_names.User, signature.IsNil ? $"{type}::{name}" : Key(type, name, signature)));
    }

    // The getter and the setter of a property have one key.
    private string Key(string type, string name, BlobHandle signature)
    {
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            return $"{type}::{name[4..]}";
        BlobReader blob = _reader.GetBlobReader(signature);
        SignatureHeader header = blob.ReadSignatureHeader();
        int arity = header.IsGeneric ? blob.ReadCompressedInteger() : 0;
        return $"{type}::{name}{(arity > 0 ? $"`{arity}" : "")}/{blob.ReadCompressedInteger()}";
    }

    private string TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => TypeNames.GetName(_reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => TypeNames.GetName(_reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null),
        _ => throw new BadImageFormatException($"Expected a type, got {handle.Kind}."),
    };

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in _reader.GetGenericParameter(parameter).GetConstraints())
                Add(_reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
            Add(_reader.GetCustomAttribute(attribute).Constructor);
    }

    private bool HasAttribute(CustomAttributeHandleCollection attributes, string name) => attributes.Any(handle =>
    {
        EntityHandle constructor = _reader.GetCustomAttribute(handle).Constructor;
        EntityHandle type = constructor.Kind == HandleKind.MemberReference
            ? _reader.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : _reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return TypeName(type).EndsWith($".{name}", StringComparison.Ordinal);
    });

    private bool IsVisible(TypeDefinition type)
    {
        TypeAttributes access = type.Attributes & TypeAttributes.VisibilityMask;
        if (access is TypeAttributes.Public)
            return true;
        bool nested = access is TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;
        return nested && IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType()));
    }

    private bool IsEnum(TypeDefinition type) => !type.BaseType.IsNil && TypeName(type.BaseType) == "System.Enum";

    // The compiler copies constants to where they are used.
    private bool OnlyConstants(TypeDefinition type) => !IsEnum(type) && type.GetFields().Count > 0
        && type.GetMethods().Count == 0
        && type.GetFields().All(field => _reader.GetFieldDefinition(field).Attributes.HasFlag(FieldAttributes.Literal));
}
