namespace L2BN.Data.Files;

/// <summary>A stream that can only be read, from its start to its end.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>The next <c>length</c> bytes of a seekable stream; disposes the stream with itself.</summary>
/// <remarks>It can seek, which <c>DeflateStream</c> uses to return what it read beyond its end: the position then is where that end
/// is.</remarks>
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
        if (target < 0 || target > Length)
            throw new IOException($"Expected a position from 0 to {Length}, got {target}.");
        _stream.Seek(target - Position, SeekOrigin.Current);
        _left = Length - target;
        return target;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The next bytes of a longer stream; disposing it leaves the stream open.</summary>
internal sealed class StreamPart(Stream stream, long length) : ForwardStream
{
    private long _left = length;

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }
}
