// Channels last, forward: moments of the splits, and the output.
#pragma once
#include "rows.h"

// The lower half of the lines merges those of the upper half, until one line is left.
template <int N> DEVICE void merge_lines(Moments *own, const RowWork &w) {
    SHARED double means[THREADS / 2 * N], squares[THREADS / 2 * N];
    SHARED float spreads[THREADS / 2 * N];
    SHARED double counts[THREADS / 2];
    int half_threads = THREADS / 2;
    for (int half = w.lines / 2; half > 0; half /= 2, half_threads /= 2) {
        int slot = thread_index() - half_threads;
        if (slot >= 0 && slot < half_threads) {
            counts[slot] = own[0].n;
#pragma unroll
            for (int k = 0; k < N; k++) {
                means[slot * N + k] = own[k].mean;
                squares[slot * N + k] = own[k].squares;
                spreads[slot * N + k] = own[k].spread;
            }
        }
        block_barrier();
        if (slot < 0) {
            slot = thread_index();
#pragma unroll
            for (int k = 0; k < N; k++) {
                Moments other = {counts[slot], means[slot * N + k], squares[slot * N + k], spreads[slot * N + k]};
                merge(own[k], other);
            }
        }
        block_barrier();
    }
}

// Of values times scale, per channel.
template <class T, int N> DEVICE void line_moments(const Arguments &a, const RowWork &w, const float *scale, Moments *all) {
    for (i64 row = w.begin; row < w.end; row += lane_rows<N, float>() * w.step) {
        Rows<T, N, float> rows;
        int count = row_count<N, float>(w, row);
        load_rows(a, w, a.x, row, count, rows);
        float sum[N] = {}, d[N] = {}, q[N] = {}, spread[N] = {}, values[N];
#pragma unroll
        for (int k = 0; k < lane_rows<N, float>(); k++) {
            if (k < count) {
                Run<T, N>::unpack(rows.raw[k], values);
#pragma unroll
                for (int j = 0; j < N; j++)
                    sum[j] += values[j] * scale[j];
            }
        }
#pragma unroll
        for (int j = 0; j < N; j++)
            sum[j] /= (float)count;
#pragma unroll
        for (int k = 0; k < lane_rows<N, float>(); k++) {
            if (k < count) {
                Run<T, N>::unpack(rows.raw[k], values);
#pragma unroll
                for (int j = 0; j < N; j++) {
                    float off = multiply_add(values[j], scale[j], -sum[j]);
                    d[j] += off;
                    q[j] = multiply_add(off, off, q[j]);
                    spread[j] = magnitude(off) > spread[j] ? magnitude(off) : spread[j];
                }
            }
        }
#pragma unroll
        for (int j = 0; j < N; j++)
            merge(all[j], about(count, sum[j], d[j], q[j], spread[j]));
    }
}

template <class T, int N> DEVICE void line_largest(const Arguments &a, const RowWork &w, float *largest) {
    for (i64 row = w.begin; row < w.end; row += w.step) {
#pragma unroll
        for (int j = 0; j < N; j++) {
            float size = magnitude(load((const T *)a.x + w.start + row * a.channels + j));
            if (size > largest[j] || size != size)
                largest[j] = size;
        }
    }
}

// Again, of values times a power of two for each channel of the block.
template <class T, int N> DEVICE void scaled_moments(const Arguments &a, const RowWork &w, Moments *all) {
    // Infinity and NaN are larger than every number by their bits.
    SHARED u32 shared[WARP * N];
    int column = thread_index() % a.width * N;
    float largest[N] = {}, scale[N];
    line_largest<T, N>(a, w, largest);
    for (int line = 0; line < w.lines; line++) {
        block_barrier();
        for (int j = 0; j < N && w.line == line; j++) {
            u32 bits = float_to_bits(largest[j]);
            shared[column + j] = line > 0 && shared[column + j] > bits ? shared[column + j] : bits;
        }
    }
    block_barrier();
#pragma unroll
    for (int j = 0; j < N; j++) {
        largest[j] = bits_to_float(shared[column + j]);
        scale[j] = range_scale(largest[j]);
        all[j].n = 0;
        all[j].spread = 0;
    }
    line_moments<T, N>(a, w, scale, all);
    merge_lines<N>(all, w);
#pragma unroll
    for (int j = 0; j < N; j++)
        undo_scale(all[j], scale[j], largest[j]);
}

// In double, for small shapes: one line of threads has the whole split to itself.
template <class T> DEVICE void exact_moments(const Arguments &a, const RowWork &w, Moments *all) {
    const T *x = (const T *)a.x + w.start;
    i64 first = w.split * a.split_length * a.channels, end = w.line == 0 ? w.end * a.channels : 0;
    double n = (double)(w.end - w.split * a.split_length), sum = 0, squares = 0;
    float largest = 0;
    for (i64 k = first; k < end; k += a.channels) {
        float value = load(x + k), size = magnitude(value);
        sum += value;
        if (size > largest || size != size)
            largest = size;
    }
    for (i64 k = first; k < end; k += a.channels) {
        double off = load(x + k) - sum / n;
        squares = multiply_add(off, off, squares);
    }
    Moments moments = {n, is_finite(largest) ? sum / n : largest, is_finite(largest) ? squares : largest, 0};
    *all = moments;
}

template <class T, int N, class R> DEVICE void row_moments(const Arguments &a) {
    RowWork w = row_work<N>(a);
    Moments all[N] = {};
    if (sizeof(R) == sizeof(double)) {
        exact_moments<T>(a, w, all);
    } else {
        SHARED int out_of_range;
        float one[N];
#pragma unroll
        for (int j = 0; j < N; j++)
            one[j] = 1;
        line_moments<T, N>(a, w, one, all);
        if (thread_index() == 0)
            out_of_range = 0;
        merge_lines<N>(all, w);
        block_barrier();
        for (int j = 0; j < N && w.exists && w.line == 0; j++) {
            if (!in_range(all[j]))
                out_of_range = 1;
        }
        block_barrier();
        if (out_of_range)
            scaled_moments<T, N>(a, w, all);
    }
    if (!w.exists || w.line != 0)
        return;
#pragma unroll
    for (int j = 0; j < N; j++)
        store_moments(a, w.sample, w.split, w.channel + j, all[j]);
}

template <class T, int N, class R> DEVICE void row_output(const Arguments &a) {
    RowWork w = row_work<N>(a);
    if (!w.exists)
        return;
    Forward<R> coefficients[N];
#pragma unroll
    for (int j = 0; j < N; j++)
        coefficients[j] = forward_coefficients<R>(a, w.sample, w.channel + j);
    R slope = (R)a.negative_slope;
    for (i64 row = w.begin; row < w.end; row += lane_rows<N, R>() * w.step) {
        Rows<T, N, R> rows, residuals;
        int count = row_count<N, R>(w, row);
        load_rows(a, w, a.x, row, count, rows);
        if (a.residual)
            load_rows(a, w, a.residual, row, count, residuals);
#pragma unroll
        for (int k = 0; k < lane_rows<N, R>(); k++) {
            if (k < count) {
                R values[N], added[N];
                Run<T, N>::unpack(rows.raw[k], values);
                if (a.residual)
                    Run<T, N>::unpack(residuals.raw[k], added);
#pragma unroll
                for (int j = 0; j < N; j++) {
                    const Forward<R> &c = coefficients[j];
                    R u = multiply_add(c.a, multiply_add(values[j], c.input_scale, -c.p), c.t);
                    values[j] = activate(a.residual ? u + added[j] : u, a.activation, slope);
                }
                store_row<T, N>(a, w, values, a.y, row + k * w.step);
            }
        }
    }
}
