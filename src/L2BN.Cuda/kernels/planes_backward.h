// Channels first, backward: sums of the splits, and the gradient of the input.
#pragma once
#include "planes_forward.h"

// g' and x - p of a tile; the gradient of the residual is stored on the way, where there is an activation between them.
template <class T, int N, class R>
DEVICE void load_gradients(const Arguments &a, const PlaneWork &w, const Forward<R> &k, i64 from, int runs, R *gradients, R *centered) {
    R outputs[lane_values<N, R>()], slope = (R)a.negative_slope;
    load_tile<T, N>((const T *)a.x + w.start, from, w.lane, runs, centered);
    load_tile<T, N>((const T *)a.g + w.start, from, w.lane, runs, gradients);
    if (a.mask_from_output)
        load_tile<T, N>((const T *)a.y + w.start, from, w.lane, runs, outputs);
#pragma unroll
    for (int j = 0; j < lane_values<N, R>(); j++) {
        centered[j] = multiply_add(centered[j], k.input_scale, -k.p);
        R u = a.mask_from_output ? outputs[j] : multiply_add(k.a, centered[j], k.t);
        gradients[j] = activate_gradient(u, gradients[j], a.activation, slope);
    }
}

DEVICE void store_sums(const Arguments &a, i64 sample, i64 split, i64 channel, double sum, double product) {
    i64 at = split_index(a, sample, split, channel);
    a.sums[at] = sum;
    a.sums[a.samples * a.splits * a.channels + at] = product;
}

// Sums over the lane's values: those of a tile in S, of several in double. With ReLU dr may be g itself: masking twice changes nothing.
template <class S, class T, int N, class R>
DEVICE void sum_tiles(const Arguments &a, const PlaneWork &w, const Forward<R> &k, bool store_masked, double &sum, double &product) {
    sum = product = 0;
    for (i64 from = w.begin; from < w.end; from += WARP * lane_values<N, R>()) {
        R gradients[lane_values<N, R>()], centered[lane_values<N, R>()];
        S tile_sum = 0, tile_product = 0;
        int runs = tile_runs<N, R>(from, w.end, w.lane);
        load_gradients<T, N>(a, w, k, from, runs, gradients, centered);
#pragma unroll
        for (int j = 0; j < lane_values<N, R>(); j++) {
            tile_sum += gradients[j];
            tile_product = multiply_add((S)gradients[j], j < runs * N ? (S)centered[j] : 0, tile_product);
        }
        sum += tile_sum;
        product += tile_product;
        if (store_masked)
            store_tile<T, N>(gradients, (T *)a.dr + w.start, from, w.lane, runs);
    }
}

template <class T, int N, class R> DEVICE void plane_gradient_sums(const Arguments &a) {
    PlaneWork w = plane_work(a, N);
    Forward<R> k = {0, 0, 0, 0};
    if (w.exists)
        k = forward_coefficients<R>(a, w.sample, w.channel);
    double sum, product;
    sum_tiles<R, T, N>(a, w, k, a.mask_from_output, sum, product);
    double total = split_sum(sum, w), total_product = split_sum(product, w);
    if (!is_finite(total + total_product)) {
        sum_tiles<double, T, N>(a, w, k, false, sum, product);
        total = split_sum(sum, w);
        total_product = split_sum(product, w);
    }
    if (w.exists && w.warp == 0 && w.lane == 0)
        store_sums(a, w.sample, w.split, w.channel, total, total_product);
}

template <class T, int N, class R> DEVICE void plane_input_gradient(const Arguments &a) {
    PlaneWork w = plane_work(a, N);
    if (!w.exists)
        return;
    Forward<R> k = forward_coefficients<R>(a, w.sample, w.channel);
    Backward<R> b = backward_coefficients<R>(a, w.sample, w.channel);
    bool differentiable = has_gradient(a)[w.sample] != 0;
    const T *x = (const T *)a.x + w.start, *g = (const T *)(a.mask_from_output ? a.dr : a.g) + w.start;
    T *dx = (T *)a.dx + w.start;
    R slope = (R)a.negative_slope;
    int activation = a.mask_from_output ? IDENTITY : a.activation;
    for (i64 from = w.begin; from < w.end; from += WARP * lane_values<N, R>()) {
        R values[lane_values<N, R>()], gradients[lane_values<N, R>()];
        int runs = tile_runs<N, R>(from, w.end, w.lane);
        load_tile<T, N>(x, from, w.lane, runs, values);
        load_tile<T, N>(g, from, w.lane, runs, gradients);
#pragma unroll
        for (int j = 0; j < lane_values<N, R>(); j++) {
            R centered = multiply_add(values[j], k.input_scale, -k.p);
            R gradient = activate_gradient(multiply_add(k.a, centered, k.t), gradients[j], activation, slope);
            R result = multiply_add(b.gradient, gradient, multiply_add(b.input, centered, b.offset));
            values[j] = differentiable ? result * k.input_scale : 0;
        }
        store_tile<T, N>(values, dx, from, w.lane, runs);
    }
}
