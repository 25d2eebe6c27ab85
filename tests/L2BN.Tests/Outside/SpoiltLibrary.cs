using System.Buffers.Binary;
using L2BN.Native;

namespace L2BN.Tests.Outside;

/// <summary>
/// Until it is disposed, the native library at a path is one in which a second symbol needs the newer libstdc++. The file is replaced,
/// never written to: it may be the same file as the one in the package folder.
/// </summary>
internal sealed class SpoiltLibrary : IDisposable
{
    private readonly string _saved;

    public SpoiltLibrary(string path)
    {
        (Path, _saved) = (path, path + ".saved");
        byte[] library = File.ReadAllBytes(path);
        File.Move(path, _saved);
        File.WriteAllBytes(path, Spoil(library));
    }

    public string Path { get; }

    public void Dispose() => File.Move(_saved, Path, overwrite: true);

    private static byte[] Spoil(byte[] library)
    {
        var image = ElfImage.Parse(library);
        int version = ElfVersions.Needs(image).Single(need => need.Version == VersionPatcher.Version).Index;
        int firstSymbol = (int)image.Require(ElfSectionType.SymbolVersions).Offset + sizeof(ushort);
        BinaryPrimitives.WriteUInt16LittleEndian(library.AsSpan(firstSymbol), (ushort)version);
        return library;
    }
}
