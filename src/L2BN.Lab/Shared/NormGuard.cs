using L2BN.Formats;

namespace L2BN.Lab.Shared;

/// <summary>Keeps a checkpoint of one norm or scale out of a model of another: the names agree, so loading would succeed and be
/// wrong.</summary>
internal static class NormGuard
{
    /// <exception cref="FileFormatException">The norms differ and nobody forced it.</exception>
    public static void Check(string saved, string wanted, string path, bool force)
    {
        if (saved == wanted)
            return;
        if (!force)
            throw new FileFormatException(
                path,
                null,
                $"this checkpoint was trained with --norm {saved}, not {wanted}. Use --norm {saved}, or --force to load it all the same");
        Terminal.WriteLine(
            $"Warning: weights trained with {saved} are used with {wanted}: running statistics are not its own, and "
                + "accuracy may be near chance.");
    }
}
