using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Kernels.Lanes;

/// <summary>256 bits of float or double.</summary>
internal readonly unsafe struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadFrom<TStorage>(TStorage* source)
        where TStorage : unmanaged => new(Storage.Load256<TStorage, T>(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => _value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MulAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.MultiplyAddEstimate(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> WhereNotPositive(Lanes256<T> u, Lanes256<T> then, Lanes256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(u._value, Vector256<T>.Zero), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> KeepLast(Lanes256<T> value, int count) =>
        new((value._value.AsByte() & Vector256.Load(TailMask.At(sizeof(Vector256<T>), count * sizeof(T)))).As<byte, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256<T> value)
    {
        if (typeof(T) == typeof(double))
            return Vector256.Sum(value._value.AsDouble());
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value._value.AsSingle());
        return Vector256.Sum(lower + upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumEight(T* registers, double* sums)
    {
        if (typeof(T) != typeof(float) || !Avx.IsSupported)
        {
            EachSum(registers, sums);
            return;
        }

        Vector256<float> a = Avx.HorizontalAdd(Pair(registers, 0), Pair(registers, 2));
        Vector256<float> c = Avx.HorizontalAdd(Pair(registers, 4), Pair(registers, 6));
        Vector256.WidenLower((a.GetLower() + a.GetUpper()).ToVector256Unsafe()).Store(sums);
        Vector256.WidenLower((c.GetLower() + c.GetUpper()).ToVector256Unsafe()).Store(sums + 4);
    }

    /// <summary>Neighboring lanes of two neighboring registers added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(T* registers, int k) => Avx.HorizontalAdd(
        Vector256.Load((float*)registers + (k * Vector256<float>.Count)),
        Vector256.Load((float*)registers + ((k + 1) * Vector256<float>.Count)));

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
    public static void StoreTwoNonTemporal<TStorage>(Lanes256<T> first, Lanes256<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            first._value.StoreAlignedNonTemporal((T*)destination);
            second._value.StoreAlignedNonTemporal((T*)destination + Count);
        }
        else if (typeof(TStorage) == typeof(BFloat16) && typeof(T) == typeof(float) && Avx2.IsSupported)
        {
            BFloat16Lanes.Narrow(first._value.AsSingle(), second._value.AsSingle()).StoreAlignedNonTemporal((ushort*)destination);
        }
        else
        {
            StoreTwo(first, second, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> RoundedTo<TOther>()
        where TOther : unmanaged
    {
        if (typeof(T) == typeof(float) || typeof(TOther) == typeof(double))
            return this;
        Vector128<float> single = Storage.Narrow(_value.AsDouble());
        return new(Vector256.WidenLower(single.ToVector256Unsafe()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo<TStorage>(Lanes256<T> first, Lanes256<T> second, TStorage* destination)
        where TStorage : unmanaged
    {
        if (typeof(TStorage) == typeof(BFloat16) && typeof(T) == typeof(float) && Avx2.IsSupported)
        {
            BFloat16Lanes.Narrow(first._value.AsSingle(), second._value.AsSingle()).Store((ushort*)destination);
            return;
        }

        first.StoreAs(destination);
        second.StoreAs(destination + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreAs<TStorage>(TStorage* destination)
        where TStorage : unmanaged => Storage.Store(_value, destination);
}
