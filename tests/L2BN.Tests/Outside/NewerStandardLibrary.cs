using System.Buffers.Binary;
using L2BN.Native;

namespace L2BN.Tests.Outside;

/// <summary>
/// A folder with this system's libstdc++, in which a version that nothing needs has been renamed to the one that TorchSharp needs.
/// With it in LD_LIBRARY_PATH an older system looks like a newer one.
/// </summary>
internal sealed class NewerStandardLibrary : IDisposable
{
    private const string Unused = "GLIBCXX_3.4.28";

    public NewerStandardLibrary()
    {
        byte[] library = File.ReadAllBytes(StandardLibrary.Find()!.Path);
        Rename(library, ElfImage.Parse(library));
        File.WriteAllBytes(Path.Combine(Folder, StandardLibrary.FileName), library);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-libstdc++-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Rename(byte[] library, ElfImage image)
    {
        ElfSection definitions = image.Require(ElfSectionType.VersionDefinitions);
        Span<byte> entries = library.AsSpan((int)definitions.Offset, (int)definitions.Size);
        byte[] hash = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, Hash(Unused));
        BinaryPrimitives.WriteUInt32LittleEndian(entries[entries.IndexOf(hash)..], Hash(VersionPatcher.Version));

        ElfSection strings = image.Linked(definitions);
        Span<byte> names = library.AsSpan((int)strings.Offset, (int)strings.Size);
        Ascii(VersionPatcher.Version).CopyTo(names[names.IndexOf(Ascii(Unused))..]);
    }

    /// <summary>The hash of a symbol's name, from the System V ABI.</summary>
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (byte letter in Ascii(name))
        {
            hash = (hash << 4) + letter;
            hash = (hash ^ ((hash & 0xf0000000) >> 24)) & 0x0fffffff;
        }
        return hash;
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
