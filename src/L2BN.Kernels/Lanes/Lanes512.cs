using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Kernels.Lanes;

/// <summary>512 bits of float or double.</summary>
internal readonly unsafe struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadFrom<TStorage>(TStorage* source)
        where TStorage : unmanaged => new(Storage.Load512<TStorage, T>(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => _value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MulAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> WhereNotPositive(Lanes512<T> u, Lanes512<T> then, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(u._value, Vector512<T>.Zero), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> KeepLast(Lanes512<T> value, int count) =>
        new((value._value.AsByte() & Vector512.Load(TailMask.At(sizeof(Vector512<T>), count * sizeof(T)))).As<byte, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes512<T> value)
    {
        if (typeof(T) == typeof(double))
            return Vector512.Sum(value._value.AsDouble());
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(value._value.AsSingle());
        return Vector512.Sum(lower + upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumEight(T* registers, double* sums)
    {
        if (typeof(T) != typeof(float) || !Avx.IsSupported)
        {
            EachSum(registers, sums);
            return;
        }

        Vector256<float> a = Pair(registers, 0), b = Pair(registers, 2), c = Pair(registers, 4), d = Pair(registers, 6);
        a = Avx.HorizontalAdd(a, b);
        c = Avx.HorizontalAdd(c, d);
        Vector256.WidenLower((a.GetLower() + a.GetUpper()).ToVector256Unsafe()).Store(sums);
        Vector256.WidenLower((c.GetLower() + c.GetUpper()).ToVector256Unsafe()).Store(sums + 4);
    }

    /// <summary>Halves of two neighboring registers added, then neighboring lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(T* registers, int k)
    {
        var first = Vector512.Load((float*)registers + (k * Vector512<float>.Count));
        var second = Vector512.Load((float*)registers + ((k + 1) * Vector512<float>.Count));
        return Avx.HorizontalAdd(first.GetLower() + first.GetUpper(), second.GetLower() + second.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EachSum(T* registers, double* sums)
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
    public static void StoreTwoNonTemporal<TStorage>(Lanes512<T> first, Lanes512<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            first._value.StoreAlignedNonTemporal((T*)destination);
            second._value.StoreAlignedNonTemporal((T*)destination + Count);
        }
        else if (typeof(TStorage) == typeof(BFloat16) && typeof(T) == typeof(float))
        {
            BFloat16Lanes.Narrow(first._value.AsSingle()).StoreAlignedNonTemporal((ushort*)destination);
            BFloat16Lanes.Narrow(second._value.AsSingle()).StoreAlignedNonTemporal((ushort*)destination + Count);
        }
        else
        {
            StoreTwo(first, second, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> RoundedTo<TOther>()
        where TOther : unmanaged
    {
        if (typeof(T) == typeof(float) || typeof(TOther) == typeof(double))
            return this;
        Vector256<float> single = Storage.Narrow(_value.AsDouble());
        return new(Vector512.WidenLower(single.ToVector512Unsafe()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo<TStorage>(Lanes512<T> first, Lanes512<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        first.StoreAs(destination);
        second.StoreAs(destination + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreAs<TStorage>(TStorage* destination)
        where TStorage : unmanaged => Storage.Store(_value, destination);
}
