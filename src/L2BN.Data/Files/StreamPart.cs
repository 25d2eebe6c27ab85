namespace L2BN.Data;

/// <summary>The next bytes of a stream that goes on after them; disposing it leaves the stream open.</summary>
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
