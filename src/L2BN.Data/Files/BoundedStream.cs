namespace L2BN.Data;

/// <summary>The next <c>length</c> bytes of a seekable stream; disposes the stream with itself.</summary>
/// <remarks>It can step back, which <c>DeflateStream</c> uses to return what it read beyond its end: the position then tells where that
/// was.</remarks>
internal sealed class BoundedStream : ForwardStream
{
    private readonly Stream _stream;
    private long _left;

    internal BoundedStream(Stream stream, long length) => (_stream, _left, Length) = (stream, length, length);

    public override bool CanSeek => true;

    public override long Length { get; }

    public override long Position
    {
        get => Length - _left;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _stream.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);
        if (target < 0 || target > Length) throw new IOException($"Expected a position from 0 to {Length}, came {target}.");
        _stream.Seek(target - Position, SeekOrigin.Current);
        _left = Length - target;
        return target;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
