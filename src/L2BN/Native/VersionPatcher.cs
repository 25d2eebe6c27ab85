using System.Buffers.Binary;

namespace L2BN.Native;

/// <summary>
/// Lets a library that was linked by GCC 13 load with an older libstdc++. Such a library requires GLIBCXX_3.4.32 because of one
/// undefined symbol, a marker that means "the streams are initialized by libstdc++ itself" and that no code calls. Marking the version
/// need as weak (VER_FLG_WEAK) makes the loader accept its absence. libtorch, which is loaded first, initializes the streams.
/// </summary>
internal static class VersionPatcher
{
    public const string Version = "GLIBCXX_3.4.32";
    public const string Marker = "_ZSt21ios_base_library_initv";

    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const ushort VersionIndexMask = 0x7fff;

    /// <summary>A copy of the library whose need for <see cref="Version"/> is weak.</summary>
    /// <exception cref="InvalidDataException">The library cannot be patched; the message says why.</exception>
    public static byte[] Patch(byte[] library)
    {
        var image = ElfImage.Parse(library);
        VersionNeed[] needs = [.. ElfVersions.Needs(image).Where(need => need.Version == Version)];
        if (needs.Length != 1)
            throw new InvalidDataException($"expected one need for {Version}, got {needs.Length}");
        RequireOnlyMarker(image, needs[0]);
        return WithWeakFlag(library, needs[0].FlagsOffset);
    }

    private static byte[] WithWeakFlag(byte[] library, long offset)
    {
        byte[] patched = [.. library];
        Span<byte> flags = patched.AsSpan((int)offset, sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | ElfVersions.WeakFlag));
        return patched;
    }

    private static void RequireOnlyMarker(ElfImage image, VersionNeed need)
    {
        int[] bound = FindSymbols(image, need.Index);
        ElfSection symbols = image.Require(ElfSectionType.DynamicSymbols);
        string[] names = [.. bound.Select(index => ReadName(image, symbols, index))];
        if (names is not [Marker])
            throw new InvalidDataException($"expected only {Marker} to need {Version}, got {string.Join(", ", names)}");
        if (IsRelocated(image, bound[0]))
            throw new InvalidDataException($"expected no code to use {Marker}, got a relocation to it");
    }

    /// <summary>The symbols that are bound to a version.</summary>
    private static int[] FindSymbols(ElfImage image, int version)
    {
        ReadOnlySpan<byte> versions = image.Content(image.Require(ElfSectionType.SymbolVersions));
        List<int> bound = [];
        for (int i = 0; i < versions.Length / sizeof(ushort); i++)
        {
            if ((ElfImage.U16(versions, i * sizeof(ushort)) & VersionIndexMask) == version)
                bound.Add(i);
        }

        return [.. bound];
    }

    private static string ReadName(ElfImage image, ElfSection symbols, int index)
    {
        ReadOnlySpan<byte> content = image.Content(symbols);
        ReadOnlySpan<byte> symbol = ElfImage.Slice(content, (ulong)index * SymbolSize, SymbolSize, "a symbol");
        bool isUndefined = ElfImage.U16(symbol, 6) == 0;
        string name = image.ReadString(symbols, ElfImage.U32(symbol, 0));
        return isUndefined ? name : $"{name} (defined in this library)";
    }

    private static bool IsRelocated(ElfImage image, int symbol)
    {
        foreach (ElfSection section in image.Sections.Where(section => section.Type == ElfSectionType.Rela))
        {
            ReadOnlySpan<byte> entries = image.Content(section);
            for (int at = 0; at + RelocationSize <= entries.Length; at += RelocationSize)
            {
                if (ElfImage.U64(entries, at + 8) >> 32 == (ulong)symbol)
                    return true;
            }
        }

        return false;
    }
}
