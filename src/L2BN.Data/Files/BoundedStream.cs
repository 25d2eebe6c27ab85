namespace L2BN.Data;

/// <summary>The next <c>length</c> bytes of a seekable stream; disposes the stream with itself.</summary>
/// <remarks>It can step back, which <c>DeflateStream</c> uses to return what it read beyond its end: the position then tells where that was.</remarks>
internal sealed class BoundedStream : Stream
{
    private readonly Stream _stream;
    private long _left;

    internal BoundedStream(Stream stream, long length) => (_stream, _left, Length) = (stream, length, length);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => Length - _left;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _stream.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);
        if (target < 0 || target > Length) throw new IOException($"Expected a position from 0 to {Length}, came {target}.");
        _stream.Seek(target - Position, SeekOrigin.Current);
        _left = Length - target;
        return target;
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
