namespace L2BN.Data;

/// <summary>The bytes of an image file and its name for error messages.</summary>
internal sealed record ImageSource(string File, byte[] Bytes)
{
    internal int Length => Bytes.Length;

    internal DataException Refuse(string problem, long offset, string? remedy = "The file is damaged; replace it.",
        Exception? inner = null) =>
        new(File, problem, remedy, offset, inner);
}
