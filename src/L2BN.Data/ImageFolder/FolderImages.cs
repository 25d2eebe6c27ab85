using System.Buffers;

namespace L2BN.Data;

/// <summary>The images of one split of a folder, decoded when first read and kept as bytes where there is room.</summary>
internal sealed class FolderImages : IDataset
{
    private readonly IReadOnlyList<LabelledFile> _files;
    private readonly DecodedImages? _kept;

    /// <param name="name">What the data is called.</param>
    /// <param name="split">The files.</param>
    /// <param name="side">Pixels per side after resizing.</param>
    /// <param name="keep">Whether decoded images are kept.</param>
    internal FolderImages(string name, FolderSplit split, int side, bool keep)
    {
        (Name, Classes, Shape, _files) = (name, split.Classes, new SampleShape(3, side, side), split.Files);
        if (keep) _kept = new DecodedImages(Count, Shape.Size);
    }

    public string Name { get; }

    public IReadOnlyList<string> Classes { get; }

    public SampleShape Shape { get; }

    public int Count => _files.Count;

    public int Label(int index) => _files[index].Label;

    public void Read(int index, Span<float> destination)
    {
        if (_kept is not null) Pixels.ToUnit(Kept(_kept, index), destination);
        else ReadAnew(index, destination);
    }

    private Span<byte> Kept(DecodedImages kept, int index)
    {
        var slot = kept.Slot(index);
        if (kept.IsFilled(index)) return slot;
        Decode(index, slot);
        kept.MarkFilled(index);
        return slot;
    }

    private void ReadAnew(int index, Span<float> destination)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Shape.Size);
        var pixels = buffer.AsSpan(0, Shape.Size);
        Decode(index, pixels);
        Pixels.ToUnit(pixels, destination);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Decode(int index, Span<byte> pixels) => SquareResizer.Resize(ImageDecoder.Decode(_files[index].Path), Shape.Width, pixels);
}
