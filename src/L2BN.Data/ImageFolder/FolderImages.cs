using System.Buffers;
using L2BN.Data.Images;
using L2BN.Data.Images.Resizing;

namespace L2BN.Data.ImageFolder;

/// <summary>The images of one split of a folder, decoded on first read and cached as bytes where memory allows.</summary>
internal sealed class FolderImages : IDataset
{
    private readonly IReadOnlyList<LabeledFile> _files;
    private readonly ImageCache? _cache;

    /// <param name="name">Name of the data.</param>
    /// <param name="split">The files.</param>
    /// <param name="side">Pixels per side after resizing.</param>
    /// <param name="cache">Whether decoded images are cached.</param>
    internal FolderImages(string name, FolderSplit split, int side, bool cache)
    {
        (Name, Classes, Shape, _files) = (name, split.Classes, new SampleShape(3, side, side), split.Files);
        if (cache)
            _cache = new ImageCache(Count, Shape.Size);
    }

    public string Name { get; }

    public IReadOnlyList<string> Classes { get; }

    public SampleShape Shape { get; }

    public int Count => _files.Count;

    public bool DecodesFiles => true;

    public int Label(int index) => _files[index].Label;

    public void Read(int index, Span<float> destination)
    {
        if (_cache is not null)
            Pixels.ToFloats(ReadCached(_cache, index), destination);
        else
            DecodeTo(index, destination);
    }

    private Span<byte> ReadCached(ImageCache cache, int index)
    {
        Span<byte> slot = cache.Slot(index);
        if (cache.IsFilled(index))
            return slot;
        Decode(index, slot);
        cache.MarkFilled(index);
        return slot;
    }

    private void DecodeTo(int index, Span<float> destination)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Shape.Size);
        Span<byte> pixels = buffer.AsSpan(0, Shape.Size);
        Decode(index, pixels);
        Pixels.ToFloats(pixels, destination);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Decode(int index, Span<byte> pixels) => SquareResizer.Resize(ImageDecoder.Decode(_files[index].Path), Shape.Width, pixels);
}

/// <summary>The decoded bytes of many images, in blocks that are allocated on first use.</summary>
/// <remarks>Two threads may fill the same image at once: both write the same bytes, and neither waits.</remarks>
internal sealed class ImageCache(int count, int imageBytes)
{
    private readonly int _perBlock = Math.Max(1, (1 << 20) / imageBytes);
    private readonly byte[]?[] _blocks = new byte[count / Math.Max(1, (1 << 20) / imageBytes) + 1][];
    private readonly bool[] _filled = new bool[count];

    internal bool IsFilled(int index) => Volatile.Read(ref _filled[index]);

    internal void MarkFilled(int index) => Volatile.Write(ref _filled[index], true);

    internal Span<byte> Slot(int index)
    {
        int block = index / _perBlock;
        byte[] bytes = _blocks[block] ?? Allocate(block);
        return bytes.AsSpan(index % _perBlock * imageBytes, imageBytes);
    }

    private byte[] Allocate(int block)
    {
        byte[] allocated = new byte[Math.Min(_perBlock, count - block * _perBlock) * imageBytes];
        return Interlocked.CompareExchange(ref _blocks[block], allocated, null) ?? allocated;
    }
}
