namespace L2BN.Kernels.Lanes;

/// <summary>
/// A register of neighboring elements. Every loop is written once against this interface; the JIT specializes it for the widest
/// register that fits the data, down to a single element, so no loop needs a scalar remainder.
/// </summary>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Elements in a register.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(T* source);

    /// <summary>Loads elements that are stored as <typeparamref name="TStorage"/>; <see cref="StoreAs"/> is the way back.</summary>
    static abstract TSelf LoadFrom<TStorage>(TStorage* source)
        where TStorage : unmanaged;

    static abstract TSelf Broadcast(T value);

    void Store(T* destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once where the machine can.</summary>
    static abstract TSelf MulAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Where <paramref name="u"/> ≤ 0 the first, elsewhere (NaN included) the second.</summary>
    static abstract TSelf WhereNotPositive(TSelf u, TSelf then, TSelf otherwise);

    /// <summary>The last <paramref name="count"/> lanes of <paramref name="value"/>, zero in the others: for a last register that
    /// overlaps the one before it.</summary>
    static abstract TSelf KeepLast(TSelf value, int count);

    /// <summary>The sum of the lanes, in double.</summary>
    static abstract double Sum(TSelf value);

    /// <summary>The sums of eight registers that lie one after the other in memory, in double; the element type may round them on the
    /// way. For short runs the horizontal sum costs more than the run, and eight at a time cost a third.</summary>
    static abstract void SumEight(T* registers, double* sums);

    /// <summary>Prefetches the cache line at an address, which may lie outside of every buffer; a hint.</summary>
    static abstract void Prefetch(void* address);

    /// <summary>As <see cref="StoreTwo{TStorage}"/>, past the caches; <paramref name="destination"/> must be a multiple of what is
    /// stored.</summary>
    static abstract void StoreTwoNonTemporal<TStorage>(TSelf first, TSelf second, TStorage* destination)
        where TStorage : unmanaged;

    /// <summary>Every lane rounded to <typeparamref name="TOther"/> and back.</summary>
    TSelf RoundedTo<TOther>()
        where TOther : unmanaged;

    /// <summary>Stores two neighboring registers converted to <typeparamref name="TStorage"/>, in one piece if that is cheaper.</summary>
    static abstract void StoreTwo<TStorage>(TSelf first, TSelf second, TStorage* destination)
        where TStorage : unmanaged;

    /// <summary>Stores every lane converted to <typeparamref name="TStorage"/>.</summary>
    void StoreAs<TStorage>(TStorage* destination)
        where TStorage : unmanaged;
}
