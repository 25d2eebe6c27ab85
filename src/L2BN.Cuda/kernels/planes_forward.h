// Channels first, forward: moments of the splits, and the output.
#pragma once
#include "planes.h"

// Of values times scale.
template <class T, int N> DEVICE Moments warp_moments(const T *x, const PlaneWork &w, float scale) {
    Moments all = {0, 0, 0, 0};
    for (i64 from = w.begin; from < w.end; from += WARP * lane_values<N, float>()) {
        float values[lane_values<N, float>()], sum = 0, d = 0, q = 0, spread = 0;
        int runs = tile_runs<N, float>(from, w.end, w.lane);
        load_tile<T, N>(x, from, w.lane, runs, values);
#pragma unroll
        for (int k = 0; k < lane_values<N, float>(); k++) {
            values[k] *= scale;
            sum += values[k];
        }
        double n = (double)smaller(WARP * lane_values<N, float>(), w.end - from);
        float p = warp_sum(sum) / (float)n;
#pragma unroll
        for (int k = 0; k < lane_values<N, float>(); k++) {
            float off = k < runs * N ? values[k] - p : 0;
            d += off;
            q = multiply_add(off, off, q);
            spread = magnitude(off) > spread ? magnitude(off) : spread;
        }
        merge(all, about(n, p, warp_sum(d), warp_sum(q), spread));
    }
    if (all.squares < SMALLEST_SQUARES)
        all.spread = warp_largest(all.spread);
    return all;
}

// Of the warps that share a split, in their order.
DEVICE Moments merge_warps(const Moments &own, const PlaneWork &w) {
    if (w.warps == 1)
        return own;
    SHARED Moments shared[WARPS];
    block_barrier();
    if (w.lane == 0)
        shared[w.warp] = own;
    block_barrier();
    Moments all = shared[0];
    for (int k = 1; k < w.warps; k++)
        merge(all, shared[k]);
    return all;
}

DEVICE double split_sum(double value, const PlaneWork &w) {
    value = warp_sum(value);
    if (w.warps == 1)
        return value;
    SHARED double shared[WARPS];
    block_barrier();
    if (w.lane == 0)
        shared[w.warp] = value;
    block_barrier();
    double all = 0;
    for (int k = 0; k < w.warps; k++)
        all += shared[k];
    return all;
}

template <class T> DEVICE float largest_of_split(const T *x, const PlaneWork &w) {
    float largest = 0;
    for (i64 k = w.begin + w.lane; k < w.end; k += WARP) {
        float size = magnitude(load(x + k));
        if (size > largest || size != size)
            largest = size;
    }
    largest = warp_largest(largest);
    if (w.warps == 1)
        return largest;
    SHARED float shared[WARPS];
    block_barrier();
    if (w.lane == 0)
        shared[w.warp] = largest;
    block_barrier();
    for (int k = 0; k < w.warps; k++) {
        if (shared[k] > largest || shared[k] != shared[k])
            largest = shared[k];
    }
    return largest;
}

// In double, for small shapes.
template <class T> DEVICE Moments exact_moments(const T *x, const PlaneWork &w) {
    double n = (double)(w.split_end - w.split_begin), sum = 0, squares = 0;
    for (i64 k = w.begin + w.lane; k < w.end; k += WARP)
        sum += load(x + k);
    double mean = split_sum(sum, w) / n;
    for (i64 k = w.begin + w.lane; k < w.end; k += WARP) {
        double off = load(x + k) - mean;
        squares = multiply_add(off, off, squares);
    }
    Moments moments = {n, mean, split_sum(squares, w), 0};
    return moments;
}

template <class T, int N, class R> DEVICE void plane_moments(const Arguments &a) {
    PlaneWork w = plane_work(a, N);
    const T *x = (const T *)a.x + w.start;
    bool exact = sizeof(R) == sizeof(double);
    Moments m = exact ? exact_moments(x, w) : merge_warps(warp_moments<T, N>(x, w, 1), w);
    if (!in_range(m)) {
        float largest = largest_of_split(x, w), scale = range_scale(largest);
        if (!exact) {
            m = merge_warps(warp_moments<T, N>(x, w, scale), w);
            undo_scale(m, scale, largest);
        } else if (!is_finite(largest)) {
            m.mean = m.squares = largest;
        }
    }
    if (w.exists && w.warp == 0 && w.lane == 0)
        store_moments(a, w.sample, w.split, w.channel, m);
}

template <class T, int N, class R> DEVICE void plane_output(const Arguments &a) {
    PlaneWork w = plane_work(a, N);
    if (!w.exists)
        return;
    Forward<R> k = forward_coefficients<R>(a, w.sample, w.channel);
    const T *x = (const T *)a.x + w.start, *residual = (const T *)a.residual;
    T *y = (T *)a.y + w.start;
    R slope = (R)a.negative_slope;
    for (i64 from = w.begin; from < w.end; from += WARP * lane_values<N, R>()) {
        R values[lane_values<N, R>()], added[lane_values<N, R>()];
        int runs = tile_runs<N, R>(from, w.end, w.lane);
        load_tile<T, N>(x, from, w.lane, runs, values);
        if (residual)
            load_tile<T, N>(residual + w.start, from, w.lane, runs, added);
#pragma unroll
        for (int j = 0; j < lane_values<N, R>(); j++) {
            R u = multiply_add(k.a, multiply_add(values[j], k.input_scale, -k.p), k.t);
            values[j] = activate(residual ? u + added[j] : u, a.activation, slope);
        }
        store_tile<T, N>(values, y, from, w.lane, runs);
    }
}
