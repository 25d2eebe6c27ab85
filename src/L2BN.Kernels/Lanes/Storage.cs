using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Kernels.Lanes;

/// <summary>
/// Conversions between the type in which elements are stored and the type in which they are computed. Types are float and double, and
/// <see cref="BFloat16"/> for storage alone; <see cref="Half"/> has single conversions, for the kernels of GPUs. A storage type is a
/// branch in the methods here; the loops stay as they are, and the JIT resolves the branches.
/// </summary>
internal static unsafe class Storage
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
        : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<T, BFloat16>(value).ToSingle()
        : typeof(T) == typeof(Half) ? (double)Unsafe.BitCast<T, Half>(value)
        : Unsafe.BitCast<T, double>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FromDouble<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
        : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<BFloat16, T>(BFloat16.FromDouble(value))
        : typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>((Half)value)
        : Unsafe.BitCast<double, T>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<TStorage, T>(TStorage* source)
        where TStorage : unmanaged
        where T : unmanaged =>
        typeof(TStorage) == typeof(T) ? Vector128.Load((T*)source)
        : typeof(TStorage) == typeof(BFloat16) ? (typeof(T) == typeof(float)
            ? BFloat16Lanes.Load128((ushort*)source).As<float, T>()
            : BFloat16Lanes.LoadDouble128((ushort*)source).As<double, T>())
        : typeof(T) == typeof(double) ? Vector128.WidenLower(Vector64.Load((float*)source).ToVector128Unsafe()).As<double, T>()
        : Vector128.Narrow(Vector128.Load((double*)source), Vector128.Load((double*)source + Vector128<double>.Count)).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<TStorage, T>(TStorage* source)
        where TStorage : unmanaged
        where T : unmanaged =>
        typeof(TStorage) == typeof(T) ? Vector256.Load((T*)source)
        : typeof(TStorage) == typeof(BFloat16) ? (typeof(T) == typeof(float)
            ? BFloat16Lanes.Load256((ushort*)source).As<float, T>()
            : Vector256.WidenLower(BFloat16Lanes.Load128((ushort*)source).ToVector256Unsafe()).As<double, T>())
        : typeof(T) == typeof(double) ? Vector256.WidenLower(Vector128.Load((float*)source).ToVector256Unsafe()).As<double, T>()
        : Vector256.Narrow(Vector256.Load((double*)source), Vector256.Load((double*)source + Vector256<double>.Count)).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<TStorage, T>(TStorage* source)
        where TStorage : unmanaged
        where T : unmanaged =>
        typeof(TStorage) == typeof(T) ? Vector512.Load((T*)source)
        : typeof(TStorage) == typeof(BFloat16) ? (typeof(T) == typeof(float)
            ? BFloat16Lanes.Load512((ushort*)source).As<float, T>()
            : Vector512.WidenLower(BFloat16Lanes.Load256((ushort*)source).ToVector512Unsafe()).As<double, T>())
        : typeof(T) == typeof(double) ? Vector512.WidenLower(Vector256.Load((float*)source).ToVector512Unsafe()).As<double, T>()
        : Vector512.Narrow(Vector512.Load((double*)source), Vector512.Load((double*)source + Vector512<double>.Count)).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TStorage>(Vector128<T> value, TStorage* destination)
        where T : unmanaged
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            value.As<T, TStorage>().Store(destination);
        }
        else if (typeof(TStorage) == typeof(BFloat16))
        {
            BFloat16Lanes.Narrow(value.AsSingle()).Store((ushort*)destination);
        }
        else if (typeof(T) == typeof(double))
        {
            Narrow(value.AsDouble()).Store((float*)destination);
        }
        else
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(value.AsSingle());
            lower.Store((double*)destination);
            upper.Store((double*)destination + Vector128<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TStorage>(Vector256<T> value, TStorage* destination)
        where T : unmanaged
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            value.As<T, TStorage>().Store(destination);
        }
        else if (typeof(TStorage) == typeof(BFloat16))
        {
            BFloat16Lanes.Narrow(value.AsSingle()).Store((ushort*)destination);
        }
        else if (typeof(T) == typeof(double))
        {
            Narrow(value.AsDouble()).Store((float*)destination);
        }
        else
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value.AsSingle());
            lower.Store((double*)destination);
            upper.Store((double*)destination + Vector256<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TStorage>(Vector512<T> value, TStorage* destination)
        where T : unmanaged
        where TStorage : unmanaged
    {
        if (typeof(T) == typeof(TStorage))
        {
            value.As<T, TStorage>().Store(destination);
        }
        else if (typeof(TStorage) == typeof(BFloat16))
        {
            BFloat16Lanes.Narrow(value.AsSingle()).Store((ushort*)destination);
        }
        else if (typeof(T) == typeof(double))
        {
            Narrow(value.AsDouble()).Store((float*)destination);
        }
        else
        {
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(value.AsSingle());
            lower.Store((double*)destination);
            upper.Store((double*)destination + Vector512<double>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<float> Narrow(Vector128<double> value) => Vector128.Narrow(value, value).GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Narrow(Vector256<double> value) =>
        Avx.IsSupported ? Avx.ConvertToVector128Single(value) : Vector256.Narrow(value, value).GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrow(Vector512<double> value) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(value) : Vector512.Narrow(value, value).GetLower();
}
