// Element types in memory, and runs of 16 bytes of them.
#pragma once
#include "arguments.h"

struct half { u16 bits; };
struct bfloat16 { u16 bits; };

DEVICE float bits_to_float(u32 bits) {
    float value;
    __builtin_memcpy(&value, &bits, 4);
    return value;
}

DEVICE u32 float_to_bits(float value) {
    u32 bits;
    __builtin_memcpy(&bits, &value, 4);
    return bits;
}

// To the nearest, ties to even; NaN stays NaN.
DEVICE u16 float_to_bfloat16(float value) {
    u32 bits = float_to_bits(value);
    return value != value ? (u16)0x7fc0 : (u16)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

DEVICE float load(const float *x) { return *x; }
DEVICE float load(const half *x) { return half_to_float(x->bits); }
DEVICE float load(const bfloat16 *x) { return bits_to_float((u32)x->bits << 16); }

DEVICE void store(float *x, double value) { *x = (float)value; }
DEVICE void store(half *x, double value) { x->bits = float_to_half((float)value); }
DEVICE void store(bfloat16 *x, double value) { x->bits = float_to_bfloat16((float)value); }

// A run of N neighbors: 16 bytes, or one element.
template <class T, int N> struct Run;

template <class T> struct Run<T, 1> {
    T value;
    DEVICE Run read(const T *x) { Run run = {*x}; return run; }
    template <class R> DEVICE void unpack(const Run &run, R *into) { into[0] = load(&run.value); }
    template <class R> DEVICE void write(const R *values, T *x) { store(x, values[0]); }
};

template <> struct Run<float, 4> {
    u32x4 bits;
    DEVICE Run read(const float *x) { Run run = {*(const u32x4 *)x}; return run; }
    template <class R> DEVICE void unpack(const Run &run, R *into) {
#pragma unroll
        for (int k = 0; k < 4; k++)
            into[k] = bits_to_float(run.bits[k]);
    }
    template <class R> DEVICE void write(const R *values, float *x) {
        u32x4 bits = {0, 0, 0, 0};
#pragma unroll
        for (int k = 0; k < 4; k++)
            bits[k] = float_to_bits((float)values[k]);
        *(u32x4 *)x = bits;
    }
};

template <class T> struct Run<T, 8> {
    u32x4 bits;
    DEVICE Run read(const T *x) { Run run = {*(const u32x4 *)x}; return run; }
    template <class R> DEVICE void unpack(const Run &run, R *into) {
#pragma unroll
        for (int k = 0; k < 4; k++) {
            T low = {(u16)run.bits[k]}, high = {(u16)(run.bits[k] >> 16)};
            into[2 * k] = load(&low);
            into[2 * k + 1] = load(&high);
        }
    }
    template <class R> DEVICE void write(const R *values, T *x) {
        u32x4 bits = {0, 0, 0, 0};
#pragma unroll
        for (int k = 0; k < 4; k++) {
            T low, high;
            store(&low, values[2 * k]);
            store(&high, values[2 * k + 1]);
            bits[k] = (u32)low.bits | (u32)high.bits << 16;
        }
        *(u32x4 *)x = bits;
    }
};

// One value of a type that is known at run time: of a channel, or an input whose planes are single values.
DEVICE double load_value(const void *x, int type, i64 at) {
    return type == FLOAT16 ? load((const half *)x + at) : type == BFLOAT16 ? load((const bfloat16 *)x + at) : load((const float *)x + at);
}

DEVICE void store_value(void *x, int type, i64 at, double value) {
    if (type == FLOAT16)
        store((half *)x + at, value);
    else if (type == BFLOAT16)
        store((bfloat16 *)x + at, value);
    else
        store((float *)x + at, value);
}

// Mean and centered sum of squares of a plane, of values times the sample's power of two.
DEVICE double plane_mean(const Arguments &a, i64 sample, i64 channel) {
    i64 at = sample * a.channels + channel;
    return a.positions == 1 ? load_value(a.x, a.element_type, at) * powers_of_two(a)[sample] : a.planes[at];
}

DEVICE double plane_squares(const Arguments &a, i64 sample, i64 channel) {
    return a.positions == 1 ? 0 : a.planes[(a.samples + sample) * a.channels + channel];
}
