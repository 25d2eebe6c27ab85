// What the kernels need of the machine, twice: on a GPU (clang's builtins, so that no CUDA toolkit is needed), and as C++ on a CPU
// (emulation.cpp), where the tests run the same kernels. Reductions over a warp add in the same order on both.
#pragma once

typedef unsigned short u16;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned int u32x4 __attribute__((vector_size(16)));

#define WARP 32
#define THREADS 256
#define WARPS (THREADS / WARP)

#ifdef L2BN_EMULATION

#define DEVICE static inline
#define SHARED static

int thread_index();
int block_index();
void block_barrier();
float warp_sum(float value);
double warp_sum(double value);
float warp_largest(float value);
double warp_largest(double value);

DEVICE float half_to_float(u16 bits) {
    _Float16 value;
    __builtin_memcpy(&value, &bits, 2);
    return (float)value;
}

DEVICE u16 float_to_half(float value) {
    _Float16 half = (_Float16)value;
    u16 bits;
    __builtin_memcpy(&bits, &half, 2);
    return bits;
}

#else

#define DEVICE __attribute__((device, always_inline)) static inline
#define SHARED __attribute__((shared)) static

DEVICE int thread_index() { return __nvvm_read_ptx_sreg_tid_x(); }
DEVICE int block_index() { return __nvvm_read_ptx_sreg_ctaid_x(); }
DEVICE void block_barrier() { __syncthreads(); }

DEVICE float exchange(float value, int distance) { return __nvvm_shfl_sync_bfly_f32(0xffffffffu, value, distance, 31); }

DEVICE double exchange(double value, int distance) {
    int low = __nvvm_shfl_sync_bfly_i32(0xffffffffu, __nvvm_d2i_lo(value), distance, 31);
    int high = __nvvm_shfl_sync_bfly_i32(0xffffffffu, __nvvm_d2i_hi(value), distance, 31);
    return __nvvm_lohi_i2d(low, high);
}

template <class R> DEVICE R warp_sum(R value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2)
        value += exchange(value, distance);
    return value;
}

// Of magnitudes; NaN where there is one.
template <class R> DEVICE R warp_largest(R value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        R other = exchange(value, distance);
        value = other > value || other != other ? other : value;
    }
    return value;
}

DEVICE float half_to_float(u16 bits) {
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}

DEVICE u16 float_to_half(float value) {
    u16 bits;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
    return bits;
}

#endif

// Contraction is off, so that forward and backward compute the same mask: every fused multiply-add is written out.
DEVICE float multiply_add(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
DEVICE double multiply_add(double a, double b, double c) { return __builtin_fma(a, b, c); }
DEVICE double square_root(double value) { return __builtin_sqrt(value); }
DEVICE double magnitude(double value) { return __builtin_fabs(value); }
DEVICE float magnitude(float value) { return __builtin_fabsf(value); }
DEVICE bool is_finite(double value) { return magnitude(value) <= 1.7976931348623157e308; }
DEVICE i64 smaller(i64 a, i64 b) { return a < b ? a : b; }
