using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Kernels.Lanes;

/// <summary>128 bits of float or double.</summary>
internal readonly unsafe struct Lanes128<T>(Vector128<T> value) : ILanes<Lanes128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadFrom<TStorage>(TStorage* source)
        where TStorage : unmanaged => new(Storage.Load128<TStorage, T>(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => _value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MulAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.MultiplyAddEstimate(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector128.MultiplyAddEstimate(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> WhereNotPositive(Lanes128<T> u, Lanes128<T> then, Lanes128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(u._value, Vector128<T>.Zero), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> KeepLast(Lanes128<T> value, int count) =>
        new((value._value.AsByte() & Vector128.Load(TailMask.At(sizeof(Vector128<T>), count * sizeof(T)))).As<byte, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes128<T> value)
    {
        if (typeof(T) == typeof(double))
            return Vector128.Sum(value._value.AsDouble());
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(value._value.AsSingle());
        return Vector128.Sum(lower + upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumEight(T* registers, double* sums)
    {
        for (int k = 0; k < 8; k++)
            sums[k] = Sum(Load(registers + (k * Count)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwoNonTemporal<TStorage>(Lanes128<T> first, Lanes128<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            first._value.StoreAlignedNonTemporal((T*)destination);
            second._value.StoreAlignedNonTemporal((T*)destination + Count);
        }
        else
        {
            StoreTwo(first, second, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128<T> RoundedTo<TOther>()
        where TOther : unmanaged
    {
        if (typeof(T) == typeof(float) || typeof(TOther) == typeof(double))
            return this;
        Vector64<float> single = Storage.Narrow(_value.AsDouble());
        return new(Vector128.WidenLower(single.ToVector128Unsafe()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo<TStorage>(Lanes128<T> first, Lanes128<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        first.StoreAs(destination);
        second.StoreAs(destination + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreAs<TStorage>(TStorage* destination)
        where TStorage : unmanaged => Storage.Store(_value, destination);
}
