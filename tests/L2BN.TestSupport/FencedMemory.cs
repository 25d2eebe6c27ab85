using System.Runtime.InteropServices;

namespace L2BN.TestSupport;

/// <summary>
/// Values right before (or right after) a page that must not be touched: reading or writing past the end kills the test process
/// instead of passing unnoticed. Fences exist on Linux; elsewhere this is plain memory of the same content.
/// </summary>
public sealed unsafe class FencedMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly byte* _mapping;
    private readonly nuint _size;
    private readonly T* _start;
    private readonly int _length;

    /// <summary>Reserves <paramref name="length"/> values, zero at first.</summary>
    /// <param name="length">Number of values, ≥ 0.</param>
    /// <param name="fenceAfter">Whether the fence stands right behind the last value (default) or right before the first.</param>
    public FencedMemory(int length, bool fenceAfter = true)
    {
        nuint page = (nuint)Environment.SystemPageSize, bytes = (nuint)length * (nuint)sizeof(T), usable = (bytes + page - 1) / page * page;
        _length = length;
        _size = usable + (2 * page);
        _mapping = OperatingSystem.IsLinux() ? Pages.Map(_size) : (byte*)NativeMemory.AllocZeroed(_size);
        if (OperatingSystem.IsLinux())
            Fence(page, usable);
        _start = (T*)(_mapping + page + (fenceAfter ? usable - bytes : 0));
    }

    /// <summary>Reserves a copy of <paramref name="values"/>.</summary>
    public FencedMemory(ReadOnlySpan<T> values, bool fenceAfter = true)
        : this(values.Length, fenceAfter) => values.CopyTo(Span);

    /// <summary>The values.</summary>
    public Span<T> Span => new(_start, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            Pages.Unmap(_mapping, _size);
        else
            NativeMemory.Free(_mapping);
    }

    private void Fence(nuint page, nuint usable)
    {
        Pages.Forbid(_mapping, page);
        Pages.Forbid(_mapping + page + usable, page);
    }
}
