// Channels last, backward: sums of the splits, and the gradient of the input.
#pragma once
#include "rows_forward.h"
#include "planes_backward.h"

// Sums over the thread's rows: those of lane_rows in S, of more in double.
template <class S, class T, int N, class R>
DEVICE void sum_rows(
    const Arguments &a, const RowWork &w, const Forward<R> *coefficients, bool store_masked, double *sums, double *products) {
    R slope = (R)a.negative_slope;
    for (i64 row = w.begin; row < w.end; row += lane_rows<N, R>() * w.step) {
        Rows<T, N, R> inputs, gradients, outputs;
        S sum[N] = {}, product[N] = {};
        int count = row_count<N, R>(w, row);
        load_rows(a, w, a.x, row, count, inputs);
        load_rows(a, w, a.g, row, count, gradients);
        if (a.mask_from_output)
            load_rows(a, w, a.y, row, count, outputs);
#pragma unroll
        for (int k = 0; k < lane_rows<N, R>(); k++) {
            if (k < count) {
                R x[N], g[N], y[N];
                Run<T, N>::unpack(inputs.raw[k], x);
                Run<T, N>::unpack(gradients.raw[k], g);
                if (a.mask_from_output)
                    Run<T, N>::unpack(outputs.raw[k], y);
#pragma unroll
                for (int j = 0; j < N; j++) {
                    const Forward<R> &c = coefficients[j];
                    R centered = multiply_add(x[j], c.input_scale, -c.p);
                    g[j] = activate_gradient(a.mask_from_output ? y[j] : multiply_add(c.a, centered, c.t), g[j], a.activation, slope);
                    sum[j] += g[j];
                    product[j] = multiply_add((S)g[j], (S)centered, product[j]);
                }
                if (store_masked)
                    store_row<T, N>(a, w, g, a.dr, row + k * w.step);
            }
        }
#pragma unroll
        for (int j = 0; j < N; j++) {
            sums[j] += sum[j];
            products[j] += product[j];
        }
    }
}

// Every thread of the first line gets the sums over the lines.
template <int N> DEVICE void add_lines(double *own, const RowWork &w) {
    SHARED double shared[THREADS / 2 * N];
    int half_threads = THREADS / 2;
    for (int half = w.lines / 2; half > 0; half /= 2, half_threads /= 2) {
        int slot = thread_index() - half_threads;
        if (slot >= 0 && slot < half_threads) {
#pragma unroll
            for (int k = 0; k < N; k++)
                shared[slot * N + k] = own[k];
        }
        block_barrier();
        if (slot < 0) {
#pragma unroll
            for (int k = 0; k < N; k++)
                own[k] += shared[thread_index() * N + k];
        }
        block_barrier();
    }
}

template <class T, int N, class R> DEVICE void row_gradient_sums(const Arguments &a) {
    RowWork w = row_work<N>(a);
    Forward<R> coefficients[N] = {};
    double sums[N] = {}, products[N] = {};
#pragma unroll
    for (int j = 0; j < N && w.exists; j++)
        coefficients[j] = forward_coefficients<R>(a, w.sample, w.channel + j);
    sum_rows<R, T, N>(a, w, coefficients, a.mask_from_output, sums, products);
    bool finite = true;
#pragma unroll
    for (int j = 0; j < N; j++)
        finite = finite && is_finite(sums[j] + products[j]);
    if (!finite) {
#pragma unroll
        for (int j = 0; j < N; j++)
            sums[j] = products[j] = 0;
        sum_rows<double, T, N>(a, w, coefficients, false, sums, products);
    }
    add_lines<N>(sums, w);
    add_lines<N>(products, w);
    if (!w.exists || w.line != 0)
        return;
#pragma unroll
    for (int j = 0; j < N; j++)
        store_sums(a, w.sample, w.split, w.channel + j, sums[j], products[j]);
}

template <class T, int N, class R> DEVICE void row_input_gradient(const Arguments &a) {
    RowWork w = row_work<N>(a);
    if (!w.exists)
        return;
    Forward<R> forward[N];
    Backward<R> backward[N];
#pragma unroll
    for (int j = 0; j < N; j++) {
        forward[j] = forward_coefficients<R>(a, w.sample, w.channel + j);
        backward[j] = backward_coefficients<R>(a, w.sample, w.channel + j);
    }
    bool differentiable = has_gradient(a)[w.sample] != 0;
    R slope = (R)a.negative_slope;
    int activation = a.mask_from_output ? IDENTITY : a.activation;
    for (i64 row = w.begin; row < w.end; row += lane_rows<N, R>() * w.step) {
        Rows<T, N, R> inputs, gradients;
        int count = row_count<N, R>(w, row);
        load_rows(a, w, a.x, row, count, inputs);
        load_rows(a, w, a.mask_from_output ? a.dr : a.g, row, count, gradients);
#pragma unroll
        for (int k = 0; k < lane_rows<N, R>(); k++) {
            if (k < count) {
                R x[N], g[N];
                Run<T, N>::unpack(inputs.raw[k], x);
                Run<T, N>::unpack(gradients.raw[k], g);
#pragma unroll
                for (int j = 0; j < N; j++) {
                    const Forward<R> &f = forward[j];
                    const Backward<R> &b = backward[j];
                    R centered = multiply_add(x[j], f.input_scale, -f.p);
                    R gradient = activate_gradient(multiply_add(f.a, centered, f.t), g[j], activation, slope);
                    R result = multiply_add(b.gradient, gradient, multiply_add(b.input, centered, b.offset));
                    x[j] = differentiable ? result * f.input_scale : 0;
                }
                store_row<T, N>(a, w, x, a.dx, row + k * w.step);
            }
        }
    }
}
