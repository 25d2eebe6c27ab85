namespace L2BN.Native;

/// <summary>The caller's pointers as spans.</summary>
internal static unsafe class Memory
{
    /// <summary>Memory of the caller that must be there.</summary>
    /// <exception cref="ArgumentException">It is not, and has a length.</exception>
    public static Span<T> Required<T>(void* start, int length, string name)
        where T : unmanaged => start != null || length == 0
            ? new(start, length)
            : throw new ArgumentException($"expected {name}: {length} values, got NULL");

    /// <summary>Memory of the caller; empty for NULL.</summary>
    public static Span<T> Optional<T>(void* start, int length)
        where T : unmanaged => start == null ? default : new(start, length);
}
