using System.Runtime.CompilerServices;

namespace L2BN.Kernels.Passes;

/// <summary>
/// How sums over the rows of channels-last data are spread over four independent chains of registers, whose additions do not wait for each
/// other, where a row has fewer than four registers left: two in two rows at a time, or one in four. The last register of a row may overlap
/// the one before it; its lanes have sums of their own.
/// </summary>
internal readonly struct ColumnChains
{
    /// <summary>Chains that the machine adds to at the same time.</summary>
    public const int Chains = 4;

    /// <param name="first">The first register of the chains, counted within the row.</param>
    /// <param name="width">Elements of a register.</param>
    /// <param name="columns">Columns of the row, at least <paramref name="width"/>.</param>
    /// <param name="stride">Elements from row to row.</param>
    public ColumnChains(nint first, nint width, nint columns, nint stride)
    {
        nint left = Registers(columns, width) - first;
        Count = left >= 2 ? 2 : 1;
        RowsPerStep = Chains / Count;
        (First, _width, _last, Stride) = (first, width, columns - width, stride);
    }

    private readonly nint _width, _last;

    /// <summary>The first register and the number of neighboring registers, 2 or 1.</summary>
    public readonly nint First, Count;

    /// <summary>Rows in a step of the loop: 2 or 4.</summary>
    public readonly nint RowsPerStep;

    /// <summary>Elements from row to row.</summary>
    public readonly nint Stride;

    /// <summary>Registers of a row.</summary>
    public static nint Registers(nint columns, nint width) => (columns + width - 1) / width;

    /// <summary>The first column of a register of the row.</summary>
    public static nint Column(nint register, nint width, nint columns) => Math.Min(register * width, columns - width);

    /// <summary>The first column of a chain.</summary>
    public nint Column(nint chain) => Math.Min((First + (chain % Count)) * _width, _last);

    /// <summary>Where a chain begins in the strip.</summary>
    public nint Offset(nint chain) => Column(chain) + (chain / Count * Stride);

    /// <summary>Where the sums of a chain are stored, one register after the other.</summary>
    public nint Slot(nint chain) => (First + (chain % Count)) * _width;
}

/// <summary>
/// Strips of rows of channels-last data. All columns of a strip are computed before the next strip, and what is kept per channel is loaded
/// and stored once for all rows of a strip. Rows of a strip are read in turn, which processors follow well only while a strip is short:
/// wide rows are strips of their own, read in the order of memory. Where a row is so wide that a part of it is read at a time, there is no
/// such order, and several rows share the work again.
/// </summary>
internal static class RowStrips
{
    /// <summary>Most rows of a strip.</summary>
    public const int MostRows = 64;

    private const int NarrowRow = 128, NarrowStrip = 4096, WideStrip = 1024, RowsOfParts = 4, Line = 64;

    /// <summary>Rows of a strip. It depends on the type of computation, not on that of storage, but for 16 bits: their rows are half as
    /// long, and converting them takes longer than reading them.</summary>
    public static int Rows<TStorage, T>(nint columns, nint stride)
        where TStorage : unmanaged
        where T : unmanaged
    {
        if (columns < stride)
            return RowsOfParts;
        int row = (int)columns * Unsafe.SizeOf<T>();
        int strip = row <= NarrowRow || typeof(TStorage) == typeof(BFloat16) ? NarrowStrip : WideStrip;
        return Math.Clamp(strip / row, 1, MostRows);
    }

    /// <summary>Whether stores past the caches fill lines: at once, or so few rows later that the processor still has the other part of the
    /// line. A part alone would be written to memory as such.</summary>
    public static bool FillLines<TStorage>(int elements, int rows)
        where TStorage : unmanaged => elements * Unsafe.SizeOf<TStorage>() >= Line || rows <= RowsOfParts;
}
