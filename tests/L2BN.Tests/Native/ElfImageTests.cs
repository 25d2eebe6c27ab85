using System.Buffers.Binary;
using L2BN.Native;

namespace L2BN.Tests.Native;

public class ElfImageTests
{
    private const int SectionTable = 0x28;
    private const int SectionSize = 0x3A;
    private const int SectionCount = 0x3C;

    public static TheoryData<string, byte[]> NotElf => new()
    {
        { "0 bytes", [] },
        { "64 bytes long, is outside the 63 bytes available", Header()[..63] },
        { "64-bit little-endian", new byte[64] },
        { "64-bit little-endian", With(Header(), 4, 1) },
        { "64-bit little-endian", With(Header(), 5, 2) },
        { "got 0 of 64", With(Header(), SectionCount, 0) },
        { "got 1 of 40", With(Header(), SectionSize, 40) },
        { "the section table at 64", With(Header(), SectionTable, 64) },
        { "the section table at 18446744073709551615", WithU64(Header(), SectionTable, ulong.MaxValue) },
    };

    [Theory, MemberData(nameof(NotElf))]
    public void Refuses_what_is_not_a_readable_file(string reason, byte[] bytes) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => ElfImage.Parse(bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_section_outside_the_file()
    {
        byte[] bytes = WithSection(ElfSectionType.VersionNeeds, offset: 100, size: 1000, link: 0);
        var image = ElfImage.Parse(bytes);
        Assert.Throws<InvalidDataException>(() => ElfVersions.Needs(image));
    }

    [Fact]
    public void Refuses_a_link_to_a_section_that_does_not_exist()
    {
        byte[] bytes = WithSection(ElfSectionType.VersionNeeds, offset: 0, size: 64, link: 7);
        var image = ElfImage.Parse(bytes);
        string message = Assert.Throws<InvalidDataException>(() => ElfVersions.Needs(image)).Message;
        Assert.Contains("section 7 of 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_goes_round_or_overlaps_ends_with_a_refusal()
    {
        byte[] bytes = Material.Library;
        ElfSection needs = ElfImage.Parse(bytes).Require(ElfSectionType.VersionNeeds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)needs.Offset + 12), 1);
        Assert.Throws<InvalidDataException>(() => ElfVersions.Needs(ElfImage.Parse(bytes)));
    }

    [Fact]
    public void A_file_without_versions_needs_and_defines_none()
    {
        var image = ElfImage.Parse(Header());
        Assert.Empty(ElfVersions.Needs(image));
        Assert.Empty(ElfVersions.Definitions(image));
    }

    /// <summary>An ELF header whose one section header is the header itself, of type 0.</summary>
    private static byte[] Header()
    {
        byte[] header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5], header[SectionSize], header[SectionCount]) = (2, 1, 64, 1);
        return WithU64(header, SectionTable, 0);
    }

    private static byte[] WithSection(ElfSectionType type, ulong offset, ulong size, uint link)
    {
        byte[] bytes = [.. WithU64(Header(), SectionTable, 64), .. new byte[64]];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 4), (uint)type);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x18), offset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x20), size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 0x28), link);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 0x2C), 1);
        return bytes;
    }

    private static byte[] With(byte[] bytes, int offset, byte value)
    {
        bytes[offset] = value;
        return bytes;
    }

    private static byte[] WithU64(byte[] bytes, int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
        return bytes;
    }
}
