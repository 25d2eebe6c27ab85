namespace L2BN.Native;

/// <summary>One entry of the section table: where its bytes lie, which section it refers to, and a number of its own (sh_info).</summary>
internal sealed record ElfSection(ElfSectionType Type, ulong Offset, ulong Size, uint Link, uint Info);

/// <summary>The section types that matter here, by their numbers in the ELF and GNU specifications.</summary>
internal enum ElfSectionType : uint
{
    Rela = 4,
    DynamicSymbols = 11,
    VersionDefinitions = 0x6ffffffd,
    VersionNeeds = 0x6ffffffe,
    SymbolVersions = 0x6fffffff,
}
