namespace L2BN.Native;

/// <summary>One version that a library needs of another. <paramref name="FlagsOffset"/> is the position of its flags in the file.</summary>
internal sealed record VersionNeed(string File, string Version, int Index, bool IsWeak, long FlagsOffset);

/// <summary>Reads GNU symbol versions: what a library needs (.gnu.version_r) and what it defines (.gnu.version_d).</summary>
internal static class ElfVersions
{
    public const ushort WeakFlag = 2;

    private const int NeedSize = 16;
    private const int DefinitionSize = 20;

    /// <summary>Every version the library needs, or none if the section is absent.</summary>
    public static IReadOnlyList<VersionNeed> Needs(ElfImage image)
    {
        var needs = new List<VersionNeed>();
        if (image.Find(ElfSectionType.VersionNeeds) is not { } section)
            return needs;
        ulong at = 0;
        for (uint i = 0; i < section.Info; i++)
        {
            ReadOnlySpan<byte> file = ElfImage.Slice(image.Content(section), at, NeedSize, "a version need");
            ReadNames(image, section, at, needs);
            if (!Advance(ref at, ElfImage.U32(file, 12), NeedSize))
                break;
        }
        return needs;
    }

    /// <summary>Every version the library defines, its own name (the base version) included.</summary>
    public static IReadOnlySet<string> Definitions(ElfImage image)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (image.Find(ElfSectionType.VersionDefinitions) is not { } section)
            return names;
        ulong at = 0;
        for (uint i = 0; i < section.Info; i++)
        {
            ReadOnlySpan<byte> content = image.Content(section);
            ReadOnlySpan<byte> definition = ElfImage.Slice(content, at, DefinitionSize, "a version definition");
            ReadOnlySpan<byte> name = ElfImage.Slice(content, at + ElfImage.U32(definition, 12), 8, "a version definition's name");
            names.Add(image.ReadString(section, ElfImage.U32(name, 0)));
            if (!Advance(ref at, ElfImage.U32(definition, 16), DefinitionSize))
                break;
        }
        return names;
    }

    private static void ReadNames(ElfImage image, ElfSection section, ulong at, List<VersionNeed> needs)
    {
        ReadOnlySpan<byte> content = image.Content(section);
        ReadOnlySpan<byte> file = ElfImage.Slice(content, at, NeedSize, "a version need");
        string fileName = image.ReadString(section, ElfImage.U32(file, 4));
        ulong entry = at + ElfImage.U32(file, 8);
        for (int i = 0; i < ElfImage.U16(file, 2); i++)
        {
            ReadOnlySpan<byte> name = ElfImage.Slice(content, entry, NeedSize, "a needed version");
            bool isWeak = (ElfImage.U16(name, 4) & WeakFlag) != 0;
            string version = image.ReadString(section, ElfImage.U32(name, 8));
            needs.Add(new(fileName, version, ElfImage.U16(name, 6), isWeak, (long)(section.Offset + entry) + 4));
            if (!Advance(ref entry, ElfImage.U32(name, 12), NeedSize))
                break;
        }
    }

    /// <summary>Steps to the next entry of a chain; entries never overlap, which also stops a hostile chain that loops.</summary>
    private static bool Advance(ref ulong at, uint step, int size)
    {
        if (step > 0 && step < size)
            throw new InvalidDataException($"a version entry of {size} bytes is followed by one {step} bytes later");
        at += step;
        return step > 0;
    }
}
