namespace L2BN.Training;

/// <summary>Training stopped because a loss was not finite.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>Creates the exception with a message that names step and layer.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }
}
