using System.Buffers.Binary;
using CsCheck;
using L2BN.Native;

namespace L2BN.Tests.Native;

public class VersionPatcherTests
{
    private static readonly byte[] s_library = Material.Library;
    private static readonly ElfImage s_image = ElfImage.Parse(s_library);

    [Fact]
    public void Library_needs_the_version_and_its_patched_copy_only_weakly()
    {
        Assert.False(NeedIn(s_library).IsWeak);
        Assert.True(NeedIn(VersionPatcher.Patch(s_library)).IsWeak);
    }

    [Fact]
    public void Patching_changes_one_byte_of_the_copy_and_none_of_the_original()
    {
        byte[] original = [.. s_library];
        byte[] patched = VersionPatcher.Patch(s_library);
        Assert.Equal(original, s_library);
        Assert.Equal(original.Length, patched.Length);
        int[] changed = [.. Enumerable.Range(0, patched.Length).Where(i => patched[i] != original[i])];
        Assert.Equal([(int)NeedIn(original).FlagsOffset], changed);
        Assert.Equal((0, 2), (original[changed[0]], patched[changed[0]]));
    }

    [Fact]
    public void Patching_twice_is_patching_once()
    {
        byte[] once = VersionPatcher.Patch(s_library);
        Assert.Equal(once, VersionPatcher.Patch(once));
    }

    [Fact]
    public void Refuses_when_another_symbol_needs_the_version()
    {
        byte[] library = [.. s_library];
        int other = SymbolOfVersion(library, NeedIn(library, "GLIBCXX_3.4").Index);
        WriteU16(library, VersionOf(other), (ushort)NeedIn(library).Index);
        string message = RefusalOf(library);
        Assert.Contains("expected only _ZSt21ios_base_library_initv", message, StringComparison.Ordinal);
        Assert.Contains(", ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_when_no_symbol_needs_the_version()
    {
        byte[] library = [.. s_library];
        WriteU16(library, VersionOf(SymbolOfVersion(library, NeedIn(library).Index)), 1);
        Assert.Contains("expected only _ZSt21ios_base_library_initv", RefusalOf(library), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_when_the_marker_is_called()
    {
        byte[] library = [.. s_library];
        int symbol = SymbolOfVersion(library, NeedIn(library).Index);
        ElfSection relocations = s_image.Sections.Last(section => section.Type == ElfSectionType.Rela);
        BinaryPrimitives.WriteUInt32LittleEndian(library.AsSpan((int)relocations.Offset + 8 + 4), (uint)symbol);
        Assert.Contains("got a relocation to it", RefusalOf(library), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_library_that_does_not_need_the_version()
    {
        byte[] library = [.. s_library];
        int name = library.AsSpan().IndexOf("GLIBCXX_3.4.32"u8);
        library[name + "GLIBCXX_3.4.3".Length] = (byte)'3';
        Assert.Equal("expected one need for GLIBCXX_3.4.32, got 0", RefusalOf(library));
    }

    [Fact]
    public void Refuses_every_truncation() =>
        Gen.Int[0, s_library.Length - 1].Sample(length => RefusalOf(s_library[..length]).Length > 0, iter: 100);

    /// <summary>Whatever bytes are changed, the answer is a library with at most one byte changed, or a refusal.</summary>
    [Fact]
    public void Hostile_bytes_are_patched_or_refused() =>
        Gen.Select(Gen.Int[0, RelevantOffsets.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                byte[] library = [.. s_library];
                foreach ((int index, byte value) in changes)
                    library[RelevantOffsets[index]] = value;
                return PatchedOrRefused(library);
            },
            iter: 1000);

    private static bool PatchedOrRefused(byte[] library)
    {
        try
        {
            ReadOnlySpan<byte> patched = VersionPatcher.Patch(library);
            int same = patched.CommonPrefixLength(library);
            return same == library.Length || patched[(same + 1)..].SequenceEqual(library.AsSpan(same + 1));
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>The ELF header, the section table and every structure that the patcher reads.</summary>
    private static int[] RelevantOffsets { get; } =
    [
        .. Enumerable.Range(0, 64),
        .. Enumerable.Range((int)ElfImage.U64(s_library, 0x28), s_library.Length - (int)ElfImage.U64(s_library, 0x28)),
        .. BytesOf(ElfSectionType.VersionNeeds),
        .. BytesOf(ElfSectionType.SymbolVersions).Take(2000),
        .. BytesOf(ElfSectionType.DynamicSymbols).Take(2000),
    ];

    private static IEnumerable<int> BytesOf(ElfSectionType type) =>
        Enumerable.Range((int)s_image.Require(type).Offset, (int)s_image.Require(type).Size);

    private static VersionNeed NeedIn(byte[] library, string version = VersionPatcher.Version) =>
        ElfVersions.Needs(ElfImage.Parse(library)).Single(need => need.Version == version);

    private static int SymbolOfVersion(byte[] library, int version) =>
        Enumerable.Range(1, 3000).First(symbol => (ElfImage.U16(library, VersionOf(symbol)) & 0x7fff) == version);

    private static int VersionOf(int symbol) => (int)s_image.Require(ElfSectionType.SymbolVersions).Offset + (symbol * sizeof(ushort));

    private static void WriteU16(byte[] bytes, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), value);

    private static string RefusalOf(byte[] library) => Assert.Throws<InvalidDataException>(() => VersionPatcher.Patch(library)).Message;
}
