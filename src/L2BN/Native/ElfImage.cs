using System.Buffers.Binary;
using System.Text;

namespace L2BN.Native;

/// <summary>
/// The section table of a 64-bit little-endian ELF file. Every offset comes from the file and is checked against its length, so
/// that a truncated or hostile file gives an <see cref="InvalidDataException"/> and nothing worse.
/// </summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    private readonly byte[] _bytes;
    private readonly ElfSection[] _sections;

    private ElfImage(byte[] bytes, ElfSection[] sections) => (_bytes, _sections) = (bytes, sections);

    public IReadOnlyList<ElfSection> Sections => _sections;

    public static ElfImage Parse(byte[] bytes)
    {
        ReadOnlySpan<byte> header = Slice(bytes, 0, HeaderSize, "the ELF header");
        if (!header.StartsWith("\u007fELF"u8) || header[4] != 2 || header[5] != 1)
            throw new InvalidDataException("expected a 64-bit little-endian ELF file, got other first bytes");
        int count = U16(header, 0x3C);
        if (count == 0 || U16(header, 0x3A) != SectionHeaderSize)
            throw new InvalidDataException($"expected sections of {SectionHeaderSize} bytes, got {count} of {U16(header, 0x3A)}");
        ReadOnlySpan<byte> table = Slice(bytes, U64(header, 0x28), (ulong)(count * SectionHeaderSize), "the section table");
        var sections = new ElfSection[count];
        for (int i = 0; i < count; i++)
            sections[i] = ReadSection(table[(i * SectionHeaderSize)..]);
        return new ElfImage(bytes, sections);
    }

    public ElfSection? Find(ElfSectionType type)
    {
        ElfSection[] found = [.. _sections.Where(section => section.Type == type)];
        return found.Length < 2
            ? found.SingleOrDefault()
            : throw new InvalidDataException($"expected one section of type {type}, got {found.Length}");
    }

    public ElfSection Require(ElfSectionType type) =>
        Find(type) ?? throw new InvalidDataException($"expected a section of type {type}, got none");

    public ElfSection Linked(ElfSection section) => section.Link < _sections.Length
        ? _sections[section.Link]
        : throw new InvalidDataException($"a section is linked to section {section.Link} of {_sections.Length}");

    public ReadOnlySpan<byte> Content(ElfSection section) => Slice(_bytes, section.Offset, section.Size, $"section {section.Type}");

    /// <summary>The zero-terminated string at an offset of the string table that <paramref name="section"/> is linked to.</summary>
    public string ReadString(ElfSection section, uint offset)
    {
        ReadOnlySpan<byte> strings = Content(Linked(section));
        int length = offset < strings.Length ? strings[(int)offset..].IndexOf((byte)0) : -1;
        return length >= 0
            ? Encoding.UTF8.GetString(strings.Slice((int)offset, length))
            : throw new InvalidDataException($"a name at {offset} is outside its table of {strings.Length} bytes");
    }

    /// <summary>The <paramref name="length"/> bytes at an offset.</summary>
    /// <exception cref="InvalidDataException">They are outside the file; the message names <paramref name="what"/>.</exception>
    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, ulong offset, ulong length, string what) =>
        offset <= (ulong)bytes.Length && length <= (ulong)bytes.Length - offset
            ? bytes.Slice((int)offset, (int)length)
            : throw new InvalidDataException($"{what} at {offset}, {length} bytes long, is outside the {bytes.Length} bytes available");

    public static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    public static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    public static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static ElfSection ReadSection(ReadOnlySpan<byte> header) =>
        new((ElfSectionType)U32(header, 4), U64(header, 0x18), U64(header, 0x20), U32(header, 0x28), U32(header, 0x2C));
}

/// <summary>One entry of the section table: the range of its bytes, the section it links to, and its own number (sh_info).</summary>
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
