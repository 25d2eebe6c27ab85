namespace L2BN.Data.Audio;

/// <summary>What a table of metadata may at most be; everything in use is far below. Keeps time and memory bounded for one that was made to
/// hurt.</summary>
internal static class TableLimits
{
    internal const int Bytes = 16 << 20;

    internal const int Rows = 1_000_000;

    internal const int Columns = 64;

    internal const int FieldLength = 4096;
}
