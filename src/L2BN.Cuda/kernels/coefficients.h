// What the loops over a plane need; the same formulas as PlaneCoefficients in C#. Forward is y = act(A (x - P) + T).
#pragma once
#include "storage.h"

// The pivot P is where the channel's mean lies in the sample, in the type of computation R: A (x - P) does not cancel for large means. A
// mean below half a deviation is left where it is.
template <class R> DEVICE double pivot(double mean, double inverse_deviation, double inverse_scale) {
    double relative = mean * inverse_deviation;
    return multiply_add(relative, relative, -0.25) <= 0 ? 0 : (double)(R)(mean * inverse_scale);
}

template <class R> struct Forward {
    R input_scale, a, p, t;
};

template <class R> DEVICE Forward<R> forward_coefficients(const Arguments &args, i64 i, i64 c) {
    double scale = scales(args)[i], mean = means(args)[c], inverse = inverse_deviations(args)[c], gain = weights(args)[c] * inverse;
    double p = pivot<R>(mean, inverse, inverse_scales(args)[i]);
    double off = multiply_add(scale, p, -mean);
    Forward<R> k = {(R)powers_of_two(args)[i], (R)(gain * scale), (R)p, (R)multiply_add(gain, off, biases(args)[c])};
    return k;
}

// With w = weight r: dz = w (g' - biasShare - weightShare (z - mean)) and dx = s dz - x radial, sorted by g', x - p and 1; for values times
// the sample's power of two, by which the result is multiplied again.
template <class R> struct Backward {
    R gradient, input, offset;
};

template <class R> DEVICE Backward<R> backward_coefficients(const Arguments &args, i64 i, i64 c) {
    double scale = scales(args)[i], mean = means(args)[c], inverse = inverse_deviations(args)[c], radial = args.radial[i];
    double factor = weights(args)[c] * inverse * scale, share = args.shares[args.channels + c];
    double p = pivot<R>(mean, inverse, inverse_scales(args)[i]);
    double shift = multiply_add(share, multiply_add(scale, p, -mean), args.shares[c]);
    Backward<R> k = {(R)factor, (R)-multiply_add(factor * scale, share, radial), (R)-multiply_add(factor, shift, radial * p)};
    return k;
}

template <class R> DEVICE R activate(R u, int activation, R slope) {
    return activation == IDENTITY || !(u <= 0) ? u : activation == RELU ? 0 : u * slope;
}

template <class R> DEVICE R activate_gradient(R u, R g, int activation, R slope) {
    return activation == IDENTITY || !(u <= 0) ? g : activation == RELU ? 0 : g * slope;
}
