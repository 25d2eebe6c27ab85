namespace L2BN.Pictures;

/// <summary>A picture cannot be drawn; the message says why and what to do instead.</summary>
public sealed class PictureException : Exception
{
    /// <summary>With a message for the user.</summary>
    public PictureException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the user and what it comes from.</summary>
    public PictureException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
