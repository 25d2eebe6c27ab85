namespace L2BN.Data;

/// <summary>Room for the decoded bytes of many images, in pieces that are made when first used.</summary>
/// <remarks>Two threads may fill the same image at once: both write the same bytes, and neither waits.</remarks>
internal sealed class DecodedImages(int count, int imageBytes)
{
    private readonly int _perPiece = Math.Max(1, (1 << 20) / imageBytes);
    private readonly byte[]?[] _pieces = new byte[count / Math.Max(1, (1 << 20) / imageBytes) + 1][];
    private readonly bool[] _filled = new bool[count];

    internal bool IsFilled(int index) => Volatile.Read(ref _filled[index]);

    internal void MarkFilled(int index) => Volatile.Write(ref _filled[index], true);

    internal Span<byte> Slot(int index)
    {
        int piece = index / _perPiece;
        byte[] bytes = _pieces[piece] ?? Make(piece);
        return bytes.AsSpan(index % _perPiece * imageBytes, imageBytes);
    }

    private byte[] Make(int piece)
    {
        byte[] made = new byte[Math.Min(_perPiece, count - piece * _perPiece) * imageBytes];
        return Interlocked.CompareExchange(ref _pieces[piece], made, null) ?? made;
    }
}
