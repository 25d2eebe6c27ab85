// First pass of forward: mean and centered sum of squares of every plane, or of its splits.
//
// Values are taken in tiles small enough for registers, each about its own mean in float; tiles merge in double (Chan, Golub, LeVeque
// 1983). Where squares overflow or vanish, the split is computed again from values times a power of two, which changes no other bit.
#pragma once
#include "storage.h"

// Below this a sum of squares in float may have lost terms to underflow: 2^-126 / 2^-66.
#define SMALLEST_SQUARES 8.673617379884035e-19

struct Moments {
    double n, mean, squares;
    // The largest distance of a value from its tile's mean: 0 where all are equal, which needs no second look.
    float spread;
};

DEVICE void merge(Moments &into, const Moments &other) {
    if (other.n == 0)
        return;
    float spread = other.spread > into.spread ? other.spread : into.spread;
    if (into.n == 0) {
        into = other;
    } else {
        double n = into.n + other.n, share = other.n / n, delta = other.mean - into.mean;
        into.mean = multiply_add(delta, share, into.mean);
        into.squares += multiply_add(delta * delta, into.n * share, other.squares);
        into.n = n;
    }
    into.spread = spread;
}

// From n values about p, with d the sum of x - p and q that of its squares.
DEVICE Moments about(double n, double p, double d, double q, float spread) {
    double squares = q - d * (d / n);
    Moments moments = {n, p + d / n, squares > 0 || squares != squares ? squares : 0, spread};
    return moments;
}

// Whether no square overflowed, and none that matters vanished.
DEVICE bool in_range(const Moments &m) { return is_finite(m.squares) && (m.squares >= SMALLEST_SQUARES || m.spread == 0); }

// The power of two that makes the largest magnitude of a split ordinary; 1 where there is none.
DEVICE float range_scale(float largest) {
    int exponent = (int)(float_to_bits(largest) >> 23) - 127;
    exponent = exponent < -126 ? -126 : exponent;
    return largest > 0 && is_finite(largest) ? bits_to_float((u32)(127 - (exponent > 126 ? 126 : exponent)) << 23) : 1;
}

// From the moments of values times scale. Infinity and NaN become mean and squares of the split.
DEVICE void undo_scale(Moments &m, float scale, float largest) {
    m.mean /= scale;
    m.squares = m.squares / scale / scale;
    if (!is_finite(largest))
        m.mean = m.squares = largest;
}

DEVICE void store_moments(const Arguments &a, i64 sample, i64 split, i64 channel, const Moments &m) {
    i64 at = split_index(a, sample, split, channel);
    a.splits_moments[at] = m.mean;
    a.splits_moments[a.samples * a.splits * a.channels + at] = m.squares;
}
