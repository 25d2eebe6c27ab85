using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2BN.Kernels.Lanes;

/// <summary>A register of one element: rows shorter than the narrowest vector, and machines without any.</summary>
internal readonly unsafe struct LaneScalar<T>(T value) : ILanes<LaneScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> Load(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> LoadFrom<TStorage>(TStorage* source)
        where TStorage : unmanaged =>
        typeof(TStorage) == typeof(T) ? Load((T*)source) : new(Storage.FromDouble<T>(Storage.ToDouble(*source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> Broadcast(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => *destination = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> operator +(LaneScalar<T> left, LaneScalar<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> operator -(LaneScalar<T> left, LaneScalar<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> operator *(LaneScalar<T> left, LaneScalar<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> MulAdd(LaneScalar<T> a, LaneScalar<T> b, LaneScalar<T> c) =>
        new(T.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> WhereNotPositive(LaneScalar<T> u, LaneScalar<T> then, LaneScalar<T> otherwise) =>
        u._value <= T.Zero ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar<T> KeepLast(LaneScalar<T> value, int count) => count == 0 ? default : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(LaneScalar<T> value) => Storage.ToDouble(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumEight(T* registers, double* sums)
    {
        for (int k = 0; k < 8; k++)
            sums[k] = Storage.ToDouble(registers[k]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwoNonTemporal<TStorage>(LaneScalar<T> first, LaneScalar<T> second, TStorage* destination)
        where TStorage : unmanaged => StoreTwo(first, second, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneScalar<T> RoundedTo<TOther>()
        where TOther : unmanaged =>
        new(Storage.FromDouble<T>(Storage.ToDouble(Storage.FromDouble<TOther>(Storage.ToDouble(_value)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo<TStorage>(LaneScalar<T> first, LaneScalar<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        first.StoreAs(destination);
        second.StoreAs(destination + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreAs<TStorage>(TStorage* destination)
        where TStorage : unmanaged =>
        *destination = Storage.FromDouble<TStorage>(Storage.ToDouble(_value));
}
